import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { DeviceLedger } from '#protocol/ledger.ts'
import type { Copies } from '../copies/copies.ts'
import { copiedChats } from '../copies/reading.ts'
import { copySettings, lastCopy } from '../device-backups/settings.ts'
import type { Drafts } from '../drafts/drafts.ts'
import { DraftKeeping } from '../drafts/keeping.ts'
import { join, newest, type Words } from '../drafts/words.ts'
import type { Means } from '../means.ts'
import { OutboxKeeping } from '../outbox/keeping.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { ServerLedger } from './server-ledger.ts'

export interface DeviceLedgerMeans {
  readonly means: Means
  readonly drafts: Drafts
  readonly outbox: Outbox
  readonly copies: Copies
  readonly serverLedger: ServerLedger
  readonly isLasting: ReadonlySignal<boolean | null>
  /** How many replies this page reads that are being written. */
  readonly repliesReading: ReadonlySignal<number>
}

// Counting costs little, but it need not be done for every letter.
const pauseMs = 1_000

/** What this device keeps, counted in its stores again whenever something may have changed. */
export class DeviceLedgers {
  /** As it was counted last; null before that. */
  readonly counted: Signal<DeviceLedger | null> = signal<DeviceLedger | null>(null)
  readonly #device: DeviceLedgerMeans
  #isDue = false

  constructor(device: DeviceLedgerMeans) {
    this.#device = device
  }

  start(): void {
    effect(() => {
      this.#touch()
      this.#countSoon()
    })
  }

  async #count(): Promise<void> {
    this.counted.value = await ledgerOfThisDevice(this.#device)
  }

  /** Looks at everything whose change is a reason to count again. */
  #touch(): void {
    const { drafts, outbox, copies, serverLedger, isLasting, repliesReading } = this.#device
    for (const place of drafts.places('')) void drafts.of(place).text.value
    const looked = [outbox.turns, outbox.trouble, drafts.trouble, copies.keeping.written, copies.keeping.trouble]
    for (const one of [...looked, serverLedger.last, serverLedger.trouble, isLasting, repliesReading]) void one.value
  }

  #countSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    const { clock, whenIdle } = this.#device.means
    clock.after(this.counted.peek() === null ? 0 : pauseMs, () =>
      whenIdle(() => {
        this.#isDue = false
        void this.#count()
      }),
    )
  }
}

/** The ledger of this device, for the page and for whoever asks for help with it. */
export async function ledgerOfThisDevice(device: DeviceLedgerMeans): Promise<DeviceLedger> {
  const { means, drafts, outbox, copies, serverLedger, isLasting, repliesReading } = device
  const told = serverLedger.last.peek()
  const settings = await copySettings(means.store)
  const copy = settings.ok && settings.value !== null ? lastCopy(settings.value) : null
  const fault = outbox.trouble.peek() ?? drafts.trouble.peek() ?? copies.keeping.trouble.peek()
  return {
    at: means.clock.now(),
    drafts: await countDrafts(means),
    turnsWaiting: (await new OutboxKeeping(means).all()).length,
    repliesReading: repliesReading.peek(),
    copies: await countCopies(device),
    lastCopy: copy === null ? null : { at: copy.at, messages: copy.messages, isVerified: copy.isVerified },
    isLasting: isLasting.peek(),
    storeFault: fault,
    server: told === null ? null : { ...told, isReachable: serverLedger.trouble.peek() === null },
  }
}

/** What would stand in the boxes if the page were opened anew. */
async function countDrafts(means: Means): Promise<DeviceLedger['drafts']> {
  const keeping = new DraftKeeping(means)
  const standing = new Map<string, readonly Words[]>()
  for (const words of [...keeping.onShelf(), ...(await keeping.inStore())])
    standing.set(words.place, join(standing.get(words.place) ?? [], words))
  const texts = [...standing.values()].map((words) => newest(words)?.text ?? '').filter((text) => text !== '')
  return { boxes: texts.length, characters: texts.reduce((sum, text) => sum + [...text].length, 0) }
}

async function countCopies({ means: { store }, copies }: DeviceLedgerMeans): Promise<DeviceLedger['copies']> {
  const messages = await store.read(['messages'], (transaction) => transaction.objectStore('messages').count())
  if (!messages.ok) return null
  const chats = await copiedChats(store)
  return {
    chats: chats.length,
    messages: messages.value,
    sizeBytes: chats.reduce((sum, chat) => sum + chat.sizeBytes, 0),
    budgetBytes: await copies.room.budgetBytes(),
    onlyHere: chats.reduce((sum, { onlyHere }) => sum + onlyHere.length, 0),
  }
}

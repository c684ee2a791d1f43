import { computed, effect } from '@preact/signals'
import { Restored } from '../copies/restored.ts'
import { DeviceLedgers } from '../ledger/device-ledger.ts'
import { ledgerServerOver } from '../ledger/ledger-server.ts'
import { ServerLedger, type Told } from '../ledger/server-ledger.ts'
import type { Means } from '../means.ts'
import type { App } from './app.ts'

export type LedgersMeans = Pick<App, 'server' | 'chats' | 'copies' | 'drafts' | 'outbox' | 'lasting' | 'story'> & {
  readonly means: Means
  /** What the page shows of the server may not be so any more. */
  readonly readAgain: () => void
}

/** What there is of a person's words, here and on the server, and what is here only. */
export interface Ledgers {
  readonly server: ServerLedger
  readonly device: DeviceLedgers
  readonly restored: Restored
}

export function openLedgers(page: LedgersMeans): Ledgers {
  const { means, copies, readAgain } = page
  // The page ends by being closed; nothing ends this before.
  const { signal: never } = new AbortController()
  const over = ledgerServerOver(means)
  let known: string | null = null
  let wasTroubled = false
  const server = new ServerLedger({ means, server: over, onTold: (told) => void compare(told), signal: never })
  const restored = new Restored({
    means,
    server: { ...page.server, ...over },
    copies,
    onPutBack: () => {
      readAgain()
      void server.ask()
    },
    signal: never,
  })
  const device = new DeviceLedgers({
    ...page,
    serverLedger: server,
    isLasting: page.lasting.isPromised,
    repliesReading: computed(() => (page.story.value?.writing.value === undefined ? 0 : 1)),
  })
  device.start()
  void server.start()
  // It changes with every turn and every reply that ends.
  effect(() => {
    if (page.chats.list.value !== null) void server.ask()
  })
  effect(() => {
    const isTroubled = page.chats.trouble.value !== null || (page.story.value?.trouble.value ?? null) !== null
    // Whoever was away may have come back as another.
    if (wasTroubled && !isTroubled) void server.ask()
    wasTroubled = isTroubled
  })
  return { server, device, restored }

  /** The server says which line of stories it has: copies of another one are compared with it, the others go on. */
  async function compare(told: Told): Promise<void> {
    const { history } = told.ledger
    const isAnother = known !== null && known !== history
    known = history
    await copies.keeping.trust(history)
    await restored.check(told.ledger)
    if (isAnother) readAgain()
    await copies.dropDeleted(told)
  }
}

import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import * as z from 'zod/mini'
import {
  remedies,
  sectionNames,
  troubleKinds,
  type Bundle,
  type BundleDevice,
  type ConnectionCheck,
  type Remedy,
  type SectionName,
  type TroubleKind,
} from '#protocol/bundle.ts'
import { bundleLines } from '#protocol/bundle-text.ts'
import { reportAnswerSchema } from '#protocol/report.ts'
import type { Sighting } from '#protocol/sighting.ts'
import type { VisitorTests } from '#protocol/visitor-tests.ts'
import { browserSaving } from '../archive/browser.ts'
import type { Draft } from '../drafts/drafts.ts'
import { jsonOf } from '../json.ts'
import type { Means } from '../means.ts'
import { recentTests, remediesTaken } from '../check/kept-tests.ts'
import { browserHanding, browserHere } from '../support/browser.ts'
import { askBoard, askStatus, learnPlace } from '../support/ask-status.ts'
import { canBePushed, tellWhenBack, type PushOutcome } from '../support/push.ts'
import { SentTickets } from '../support/sent-tickets.ts'
import { standingOf, type Standing } from '../support/standing.ts'
import { checkConnections } from '../support/checks.ts'
import { bundleFile, bundleFileName, makeBundle } from '../support/make-bundle.ts'
import { whenToAsk, type Advice } from '../support/when-to-ask.ts'
import type { App } from './app.ts'
import { OwnPicture } from './own-picture.ts'

export type SupportMeans = Pick<App, 'drafts' | 'ledgers'> & { readonly means: Means }

/** What became of the bundle. */
export type Handed =
  | 'sent'
  | 'waits'
  | 'not-sent'
  | 'shared'
  | 'saved'
  | 'saved-instead'
  | 'copied'
  | 'not-copied'
  | 'picture-copied'
  | 'picture-saved'

const place = 'support'
const key = 'holdfast:support'
const keptSchema = z.object({
  about: z.enum(troubleKinds),
  leftOut: z.array(z.enum(sectionNames)),
  tried: z.array(z.object({ remedy: z.enum(remedies), at: z.int() })),
})

/** Getting help: what is known, what of it is to be sent, and the ways to send it. None of them needs a server. */
export class Support {
  /** What the person writes, kept like whatever is written here. */
  readonly draft: Draft
  /** One that the person adds, kept like the words. */
  readonly picture: OwnPicture
  readonly about: Signal<TroubleKind>
  readonly leftOut: Signal<ReadonlySet<SectionName>>
  readonly tried: Signal<ReadonlyMap<Remedy, number>>
  readonly checks: Signal<readonly ConnectionCheck[]> = signal<readonly ConnectionCheck[]>([])
  readonly isChecking: Signal<boolean> = signal(false)
  readonly handed: Signal<Handed | null> = signal<Handed | null>(null)
  readonly isSending: Signal<boolean> = signal(false)
  /** What the status page says; null when it is to be had nowhere. */
  readonly standing: Signal<Standing | null> = signal<Standing | null>(null)
  /** How many people have said "I see it too", after this one has. */
  readonly said: Signal<number | null> = signal<number | null>(null)
  readonly pushed: Signal<PushOutcome | null> = signal<PushOutcome | null>(null)
  readonly sent: SentTickets
  /** What would be sent now; null for the moment that it takes to ask the browser about itself. */
  readonly bundle: ReadonlySignal<Bundle | null> = computed(() => this.#make())
  readonly advice: ReadonlySignal<Advice> = computed(() => this.#advise())
  readonly #page: SupportMeans
  /** What the page for testing the way has found lately. */
  readonly #tests: VisitorTests | null
  readonly #id: string
  readonly #faults: Signal<readonly Sighting[]> = signal<readonly Sighting[]>([])
  readonly #device: Signal<BundleDevice | null> = signal<BundleDevice | null>(null)

  constructor(page: SupportMeans) {
    const kept = keptSchema.safeParse(jsonOf(page.means.shelf.get(key) ?? '')).data
    this.#page = page
    this.#id = page.means.makeId()
    this.sent = sentTickets(page.means)
    this.draft = page.drafts.of(place)
    this.picture = new OwnPicture(page.means.store)
    this.about = signal(kept?.about ?? 'broken')
    this.leftOut = signal(new Set(kept?.leftOut))
    this.#tests = recentTests(page.means.shelf, page.means.clock.now())
    const found = this.#tests === null ? [] : remediesTaken(this.#tests)
    this.tried = signal(new Map([...found, ...(kept?.tried ?? []).map(({ remedy, at }) => [remedy, at] as const)]))
  }

  /** Looks at everything anew, and asks every process how it is. */
  async look(): Promise<void> {
    if (this.isChecking.peek()) return
    this.isChecking.value = true
    this.#faults.value = this.#page.means.sightings.all()
    this.#device.value = await browserHere.device()
    void this.#page.ledgers.come()
    void this.#askStatus()
    this.checks.value = await checkConnections(this.#page.means)
    this.#faults.value = this.#page.means.sightings.all()
    this.isChecking.value = false
  }

  choose(about: TroubleKind): void {
    this.about.value = about
    this.#keep()
  }

  include(name: SectionName, isWanted: boolean): void {
    const leftOut = new Set(this.leftOut.peek())
    if (isWanted) leftOut.delete(name)
    else leftOut.add(name)
    this.leftOut.value = leftOut
    this.#keep()
  }

  mark(remedy: Remedy, wasTried: boolean): void {
    const tried = new Map(this.tried.peek())
    if (wasTried) tried.set(remedy, this.#page.means.clock.now())
    else tried.delete(remedy)
    this.tried.value = tried
    this.#keep()
  }

  /** Sends it by the first way that works; what works nowhere waits here until it does. */
  async send(): Promise<void> {
    if (this.isSending.peek()) return
    this.isSending.value = true
    const bundle = await this.#whole()
    const incident = this.standing.peek()?.incident?.id ?? null
    const outcome = bundle === null ? 'lost' : await this.sent.send(bundle, incident)
    this.isSending.value = false
    this.handed.value = outcome === 'lost' ? 'not-sent' : outcome
  }

  /** "I see it too", with the receipt of what was met last, if the edge gave one. */
  async saySo(): Promise<void> {
    const { means } = this.#page
    const receipt = means.sightings.receipt
    const report = { ...(this.#isOfModel() && { hop: 'backend' }), ...(receipt !== null && { receipt }) }
    const answer = reportAnswerSchema.safeParse(await askStatus(means, '/status/reports', report))
    this.said.value = answer.success ? Math.max(1, answer.data.people) : 0
  }

  get canBePushed(): boolean {
    return canBePushed()
  }

  async tellWhenBack(): Promise<void> {
    this.pushed.value = await tellWhenBack(this.#page.means)
  }

  get canShare(): boolean {
    const bundle = this.bundle.peek()
    return bundle !== null && browserHanding.canShare(fileOf(bundle))
  }

  /** Hands it to the device's own ways of sharing; where that fails, it is saved. */
  async share(): Promise<void> {
    const bundle = await this.#whole()
    if (bundle === null) return
    const outcome = await browserHanding.share(fileOf(bundle))
    if (outcome === 'handed') this.handed.value = 'shared'
    if (outcome === 'failed') this.#save(bundle, 'saved-instead')
  }

  async save(): Promise<void> {
    const bundle = await this.#whole()
    if (bundle !== null) this.#save(bundle, 'saved')
  }

  async copy(): Promise<void> {
    const bundle = await this.#whole()
    if (bundle === null) return
    this.handed.value = (await browserHanding.copyText(bundleLines(bundle).join('\n'))) ? 'copied' : 'not-copied'
  }

  /** Copies the picture of the fault; saves it where the browser lets no page copy one. */
  async takePicture(picture: Blob): Promise<void> {
    const isCopied = await browserHanding.copyPicture(picture)
    if (!isCopied) browserSaving.fromBlob(picture, `holdfast-help-${this.#id}.png`)
    this.handed.value = isCopied ? 'picture-copied' : 'picture-saved'
  }

  async #askStatus(): Promise<void> {
    const { means } = this.#page
    const board = await askBoard(means)
    this.standing.value = board === null ? null : standingOf(board)
    await this.sent.flush()
    await this.sent.read()
  }

  #isOfModel(): boolean {
    return this.#faults.peek().at(-1)?.side === 'model'
  }

  #save(bundle: Bundle, handed: Handed): void {
    const file = fileOf(bundle)
    browserSaving.fromBlob(file, file.name)
    this.handed.value = handed
  }

  /** With the picture as it is seen, also where that is still being drawn. */
  async #whole(): Promise<Bundle | null> {
    await this.picture.settled()
    return this.#make()
  }

  #make(): Bundle | null {
    const { ledgers, means } = this.#page
    const device = this.#device.value
    if (device === null) return null
    const madeAt = means.clock.now()
    return makeBundle(
      {
        ...browserHere,
        id: this.#id,
        madeAt,
        aheadMin: browserHere.aheadMin(madeAt),
        clockAheadMs: means.sightings.clockAheadMs,
        about: this.about.value,
        words: this.draft.text.value,
        faults: this.#faults.value,
        checks: this.checks.value,
        tests: this.#tests,
        tried: this.tried.value,
        ledger: ledgers.part.value?.device.counted.value ?? null,
        device,
        picture: this.picture.drawn.value,
      },
      this.leftOut.value,
    )
  }

  #advise(): Advice {
    const { clock, sightings } = this.#page.means
    return whenToAsk({
      about: this.about.value,
      faults: this.#faults.value,
      checks: this.checks.value,
      tried: new Set(this.tried.value.keys()),
      lastWellAt: sightings.lastWellAt,
      standing: this.standing.value,
      now: clock.now(),
    })
  }

  #keep(): void {
    const [about, leftOut] = [this.about.peek(), [...this.leftOut.peek()]]
    const tried = [...this.tried.peek()].map(([remedy, at]) => ({ remedy, at }))
    this.#page.means.shelf.put(key, JSON.stringify({ about, leftOut, tried }))
  }
}

const flushEveryMs = 20_000

let sentHere: SentTickets | null = null

/** One for the page: what waits must not be sent by two of them. */
function sentTickets(means: Means): SentTickets {
  return (sentHere ??= new SentTickets(means))
}

/** Sends what waits, also while nobody looks at the page for help, and learns where the status process is for bad times. */
export function keepSending(means: Means): void {
  const sent = sentTickets(means)
  means.onWake(() => void sent.flush())
  // Nothing tells a page that the edge has been started again. Where nothing waits, this asks nobody.
  means.clock.every(flushEveryMs, () => void sent.flush())
  void sent.flush()
  void learnPlace(means)
}

function fileOf(bundle: Bundle): File {
  return new File([bundleFile(bundle)], bundleFileName(bundle), { type: 'application/json' })
}

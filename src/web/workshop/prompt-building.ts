import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Cancel, Chance, Clock } from '#shared/clock.ts'
import type { Draft, Drafts } from '../drafts/drafts.ts'
import type { Generators } from './generators.ts'
import { partsCall, partsIn } from './parts.ts'
import { partsOf, promptParts, promptSource, type Prompt, type PromptPart, type PromptTexts } from './prompt.ts'
import { rollables } from './rollables.ts'
import { faultWords } from './roll-words.ts'
import type { Rolled, Roller } from './roller.ts'
import { newSeed } from './rolling.ts'

/** One of the prompts that came out: what each part has become, and of which seed. */
export interface PromptVariant {
  readonly seed: string
  readonly parts: Partial<PromptTexts>
  readonly source: string
}

export interface PromptBuildingMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly drafts: Drafts
  readonly generators: Generators
  readonly roller: Roller
  /** Has this seed stand beside the generators that are written, to stay there. */
  readonly keepSeed: (seed: string) => void
}

/** As many as can be read beside each other. */
const variantCount = 4
const pauseMs = 400

/** What stands in a part that nobody has written: it shows what can be written there. */
const examples: PromptTexts = {
  subject: 'Write a scene with this character: [character] It opens like this: [hour_and_weather]',
  style: '{plain and exact|mostly dialogue|long, winding sentences|a letter that was never sent}',
  mood: '{tender|uneasy|wry|quietly hopeful}{, until the last line|}',
  constraints: '{120-250} words. {Nobody says what they mean.|No names.|End before anything is settled.}',
}

/** A prompt in the making, and several of what it may become, each of a seed of its own. */
export class PromptBuilding {
  /** Parts that stay what they have become, while the others are rolled again. */
  readonly kept: Signal<Partial<PromptTexts>> = signal({})
  readonly variants: Signal<readonly PromptVariant[]> = signal([])
  readonly isRolling: Signal<boolean> = signal(false)
  /** Why nothing came out; empty otherwise. */
  readonly trouble: Signal<string> = signal('')
  readonly #means: PromptBuildingMeans
  readonly #seeds: Signal<readonly string[]>
  readonly #prompt: ReadonlySignal<Prompt> = computed(() => ({
    texts: {
      subject: this.draft('subject').text.value,
      style: this.draft('style').text.value,
      mood: this.draft('mood').text.value,
      constraints: this.draft('constraints').text.value,
    },
    kept: this.kept.value,
  }))
  #round = 0

  constructor(means: PromptBuildingMeans) {
    this.#means = means
    this.#seeds = signal(this.#newSeeds())
  }

  /** What is written there is kept like every other draft. */
  draft(part: PromptPart): Draft {
    return this.#means.drafts.of(`prompt:${part}`)
  }

  /** Rolls at every pause, until it is ended. */
  start(): Cancel {
    let cancel: Cancel = () => undefined
    const stop = effect(() => {
      const [prompt, seeds] = [this.#prompt.value, this.#seeds.value]
      cancel()
      cancel = this.#means.clock.after(
        this.variants.peek().length === 0 ? 0 : pauseMs,
        () => void this.#roll(prompt, seeds),
      )
    })
    return () => {
      cancel()
      stop()
    }
  }

  again(): void {
    this.#seeds.value = this.#newSeeds()
  }

  /** An example in every part that is empty. */
  fill(): void {
    for (const part of promptParts)
      if (this.draft(part).text.peek().trim() === '') this.draft(part).write(examples[part])
  }

  keep(part: PromptPart, text: string): void {
    this.kept.value = { ...this.kept.peek(), [part]: text }
  }

  letGo(part: PromptPart): void {
    const { [part]: _, ...others } = this.kept.peek()
    this.kept.value = others
  }

  /** A new generator that gives this very prompt; answers with its id. */
  openAsGenerator({ source, seed }: PromptVariant): string {
    this.#means.keepSeed(seed)
    return this.#means.generators.begin('Prompt', source)
  }

  #newSeeds(): readonly string[] {
    return Array.from({ length: variantCount }, () => newSeed(this.#means.chance))
  }

  async #roll(prompt: Prompt, seeds: readonly string[]): Promise<void> {
    const round = ++this.#round
    const names = partsOf(prompt)
    const call = partsCall(names)
    this.isRolling.value = true
    const source = promptSource(prompt, rollables(this.#means.generators.all.peek() ?? []))
    const variants: PromptVariant[] = []
    let trouble = ''
    for (const seed of call === '' ? [] : seeds) {
      const rolled = await this.#ask(source, seed, call)
      // Something else is asked for by now.
      if (round !== this.#round) return
      const text = typeof rolled === 'object' ? rolled.texts[0] : undefined
      if (text === undefined) trouble = faultWords(rolled)
      else variants.push({ seed, source, parts: partsIn(text, names) })
      if (trouble !== '') break
    }
    this.variants.value = variants
    this.trouble.value = trouble
    this.isRolling.value = false
  }

  #ask(source: string, seed: string, call: string): Promise<Rolled> {
    const files = this.#means.generators.sources.peek()
    return this.#means.roller.ask({ source, files, seed, count: 1, call })
  }
}

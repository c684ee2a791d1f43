import { partLists, partNames } from './parts.ts'
import type { Rollable } from './rollables.ts'

/** What a prompt is made of, in the order in which it is read. */
export const promptParts = ['subject', 'style', 'mood', 'constraints'] as const

export type PromptPart = (typeof promptParts)[number]

export type PromptTexts = Readonly<Record<PromptPart, string>>

/** What stands before a part in the prompt. */
const heads: PromptTexts = { subject: '', style: 'Style: ', mood: 'Mood: ', constraints: 'Constraints: ' }

/** A prompt in the making. */
export interface Prompt {
  readonly texts: PromptTexts
  /** The parts that are to stay what they have become. */
  readonly kept: Partial<PromptTexts>
}

/** The parts of it that have something in them. */
export function partsOf(prompt: Prompt): readonly PromptPart[] {
  const names = partNames(prompt)
  return promptParts.filter((part) => names.includes(part))
}

/**
 * A prompt as a generator: a list for each part, and the generators that are named in them. What it gives is what rolling its
 * parts with the same seed gives, as its own text picks nothing.
 */
export function promptSource(prompt: Prompt, all: readonly Rollable[]): string {
  const output = partsOf(prompt)
    .map((part) => `${heads[part]}[${part}.evaluateItem]`)
    .join('\\n')
  return [`output = ${output}`, '', ...partLists(prompt, all)].join('\n')
}

/** The whole prompt of its parts. */
export function promptOf(parts: Partial<PromptTexts>): string {
  return promptParts.flatMap((part) => (parts[part] === undefined ? [] : [heads[part] + parts[part]])).join('\n')
}

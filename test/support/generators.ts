import { expect } from 'vitest'
import { openGenerator, type Diagnostic, type Generator, type OpenOptions } from '../../src/story/generator.ts'

/** What a case of the language expects: the one text; all texts that ever come, and no other; or a fault. */
export type Expected = string | readonly string[] | FaultThere

export interface FaultThere {
  readonly fault: string
  readonly at?: readonly [line: number, column: number]
  readonly says?: string
}

/** A case: what stands in the item of `output`, what is expected, and the lists below. */
export type Case = readonly [text: string, expected: Expected, lists?: string]

const rolls = 150

export function opened(source: string, options: OpenOptions = {}): Generator {
  const generator = openGenerator(source, options)
  if (!generator.ok) throw new Error(generator.error.message)
  return generator.value
}

/** `output` with one item, and the other lists. */
export function sourceOf(text: string, lists = ''): string {
  return `output\n  ${text}\n${lists}`
}

export async function expectCase([text, expected, lists]: Case, options: OpenOptions = {}): Promise<void> {
  await expectFrom(sourceOf(text, lists), expected, options)
}

export async function expectFrom(
  source: string,
  expected: Expected,
  options: OpenOptions = {},
  call?: string,
): Promise<void> {
  const generator = opened(source, options)
  if (typeof expected === 'object' && 'fault' in expected) {
    expectFault(await faultFrom(generator, call), expected)
    return
  }
  const texts = new Set<string>()
  for (let index = 0; index < (typeof expected === 'string' ? 3 : rolls); index++) {
    const rolled = await generator.roll({ seed: 'conformance', index, call })
    texts.add(rolled.ok ? rolled.value.text : `${rolled.error.id}: ${rolled.error.message}`)
  }
  expect([...texts].toSorted()).toEqual(typeof expected === 'string' ? [expected] : [...expected].toSorted())
}

function expectFault(found: Diagnostic | undefined, { fault, at, says }: FaultThere): void {
  expect(found?.id).toBe(fault)
  if (at !== undefined) expect([found?.line, found?.column]).toEqual(at)
  if (says !== undefined) expect(found?.message).toContain(says)
}

/** The fault of the first generation. */
export async function faultFrom(generator: Generator, call?: string): Promise<Diagnostic | undefined> {
  const rolled = await generator.roll({ seed: 'conformance', call })
  return rolled.ok ? undefined : rolled.error
}

/** How often each text comes in so many rolls of one seed. */
export async function tally(source: string, count: number, seed: string): Promise<ReadonlyMap<string, number>> {
  const generator = opened(source)
  const seen = new Map<string, number>()
  for (let index = 0; index < count; index++) {
    const rolled = await generator.roll({ seed, index })
    const text = rolled.ok ? rolled.value.text : rolled.error.message
    seen.set(text, (seen.get(text) ?? 0) + 1)
  }
  return seen
}

/**
 * How far counts lie from what was expected, in standard deviations of the chi-square distribution (Wilson-Hilferty).
 * With a fixed seed the answer is always the same; above 4 a fair draw comes once in 30,000 seeds.
 */
export function deviation(seen: ReadonlyMap<string, number>, shares: Readonly<Record<string, number>>): number {
  const total = [...seen.values()].reduce((sum, count) => sum + count, 0)
  const all = Object.values(shares).reduce((sum, share) => sum + share, 0)
  const others = [...seen.keys()].filter((text) => !Object.hasOwn(shares, text) || shares[text] === 0)
  if (others.length > 0) return Infinity
  const possible = Object.entries(shares).filter(([, share]) => share > 0)
  const chiSquare = possible.reduce((sum, [text, share]) => {
    const expected = (total * share) / all
    return sum + ((seen.get(text) ?? 0) - expected) ** 2 / expected
  }, 0)
  const freedom = possible.length - 1
  const spread = 2 / (9 * freedom)
  return (Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread)
}

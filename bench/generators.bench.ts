// How many texts a second a generator gives, beside two other engines that are given the same grammar in the same run.
// The engines take turns in short runs and the median of the ratios counts: this machine is never quiet for long.
import Improv from 'improv'
import tracery from 'tracery-grammar'
import { openGenerator } from '../src/story/generator.ts'
import { asImprov, asLists, asTracery, grammarOf, sizes, type Grammar } from './support/grammars.ts'
import { median, report, type Row } from './support/report.ts'

const rounds = 9
const runMs = 250
const parses = 15
/** Texts between two looks at the clock, which takes about as long as a small text. */
const atATime = 10

/** One text. Each is read at its end, so that no engine is ahead by leaving its pieces unjoined. */
type Roll = () => string

interface Engine {
  readonly name: 'holdfast' | 'tracery' | 'improv'
  readonly roll: Roll
}

function enginesFor(grammar: Grammar): readonly Engine[] {
  const opened = openGenerator(asLists(grammar), { now: () => performance.now() })
  if (!opened.ok) throw new Error(opened.error.message)
  const { program } = opened.value
  const rules = tracery.createGrammar(asTracery(grammar))
  const improv = new Improv(asImprov(grammar), { persistence: false })
  let index = 0
  return [
    {
      name: 'holdfast',
      roll() {
        const rolled = program.roll({ seed: 'bench', index: index++ })
        if (!rolled.ok) throw new Error(rolled.error.message)
        return rolled.value.text
      },
    },
    { name: 'tracery', roll: () => rules.flatten('#output#') },
    { name: 'improv', roll: () => improv.gen('output', {}) },
  ]
}

/** Texts per second. */
function measure(roll: Roll): number {
  const startedAt = performance.now()
  let characters = 0
  for (let count = 0; ; count++) {
    const tookMs = performance.now() - startedAt
    if (tookMs >= runMs) return characters > 0 ? (count * atATime * 1_000) / tookMs : 0
    for (let one = 0; one < atATime; one++) {
      const text = roll()
      characters += text.charCodeAt(text.length - 1) > 0 ? text.length : 0
    }
  }
}

function parseMs(source: string): number {
  const startedAt = performance.now()
  const opened = openGenerator(source)
  if (!opened.ok) throw new Error(opened.error.message)
  return performance.now() - startedAt
}

const rows: Row[] = []
const details: Record<string, object> = {}
const goals = { small: '≥ 10', medium: '≥ 10', large: '≥ 5' } as const

for (const size of ['small', 'medium', 'large'] as const) {
  const grammar = grammarOf(sizes[size])
  const source = asLists(grammar)
  const engines = enginesFor(grammar)
  for (const { roll } of engines) measure(roll)
  const seen: Record<Engine['name'], number[]> = { holdfast: [], tracery: [], improv: [] }
  for (let round = 0; round < rounds; round++) for (const { name, roll } of engines) seen[name].push(measure(roll))
  const ratio = (peer: 'tracery' | 'improv'): number =>
    median(seen.holdfast.map((value, round) => value / (seen[peer][round] ?? Number.NaN)))
  const items = [...grammar.values()].reduce((sum, list) => sum + list.length, 0)
  const lengths = Array.from({ length: 50 }, () => engines[0]?.roll().length ?? 0)
  rows.push(
    { what: `${size}: texts per second`, value: median(seen.holdfast), unit: '/s' },
    { what: `${size}: tracery-grammar`, value: median(seen.tracery), unit: '/s' },
    { what: `${size}: improv`, value: median(seen.improv), unit: '/s' },
    { what: `${size}: against tracery-grammar`, value: ratio('tracery'), unit: '×', goal: goals[size] },
    { what: `${size}: against improv`, value: ratio('improv'), unit: '×' },
  )
  details[size] = { lists: grammar.size, items, characters: median(lengths), seen }
  if (size === 'large') {
    const took = Array.from({ length: parses }, () => parseMs(source))
    rows.push({ what: `reading ${items} items`, value: median(took), unit: 'ms', goal: '≤ 40' })
    details['reading'] = { took }
  }
}

report('generators', rows, { rounds, runMs, atATime, parses, ...details })

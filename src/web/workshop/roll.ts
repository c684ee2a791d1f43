import {
  oddsTable,
  openGenerator,
  type Diagnostic,
  type Generator,
  type Limits,
  type OddsRow,
  type Program,
} from '#story/generator.ts'
import type { RollAnswer, RollOrder } from './roll-order.ts'

/** A page has to show what comes out, so that it is less than a generation may give elsewhere. */
const limits: Partial<Limits> = { characters: 100_000 }
const mostCharacters = 500_000
const mostFindings = 100
const mostLists = 500
const mostOdds = 500
const mostPicks = 1_000
/** For all that is rolled at once; each generation has the language's own limit besides. */
const togetherMs = 2_000

/** Reads a generator, rolls it, and says what its writer should know. It always ends. */
export async function roll(order: RollOrder, now: () => number): Promise<RollAnswer> {
  const { source, files, seed, count, call, why } = order
  const opened = openGenerator(source, { files, now, limits })
  if (!opened.ok) return { ...nothing, fault: opened.error, findings: [opened.error] }
  if (why !== undefined) return whyOf(opened.value, order, why)
  const { program, check, roll: rollOnce } = opened.value
  const endsAt = now() + togetherMs
  const texts: string[] = []
  let fault: Diagnostic | null = null
  let characters = 0
  for (let index = 0; index < count && characters < mostCharacters && now() < endsAt; index++) {
    const rolled = await rollOnce({ seed, call, index })
    if (!rolled.ok) {
      fault = rolled.error
      break
    }
    texts.push(rolled.value.text)
    characters += rolled.value.text.length
  }
  const odds = oddsOf(program, call)
  return { ...nothing, texts, fault, findings: check().slice(0, mostFindings), lists: namesOf(program), odds }
}

const nothing: RollAnswer = { texts: [], fault: null, findings: [], lists: [], odds: [], picks: [] }

/** The same result once more, with what was picked on the way to it. */
async function whyOf({ roll: rollOnce }: Generator, { seed, call }: RollOrder, index: number): Promise<RollAnswer> {
  const rolled = await rollOnce({ seed, call, index, isTraced: true })
  if (!rolled.ok) return { ...nothing, fault: rolled.error }
  return { ...nothing, texts: [rolled.value.text], picks: rolled.value.picks.slice(0, mostPicks) }
}

/** The lists that can be called by their names as they stand. */
function namesOf({ main }: Program): readonly string[] {
  const names = main.root.children.map(({ name }) => name).filter((name) => /^[a-z_]\w*$/i.test(name))
  return [...new Set(names)].slice(0, mostLists)
}

function oddsOf(program: Program, call: string | undefined): readonly OddsRow[] {
  const table = call === undefined ? null : oddsTable(program, call)
  return table?.ok === true ? table.value.slice(0, mostOdds) : []
}

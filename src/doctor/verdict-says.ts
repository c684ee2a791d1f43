import type { Verdict } from '#protocol/verdict.ts'

/** A verdict on one screen. */
export function verdictSays(verdict: Verdict): readonly string[] {
  // Where nothing was seen every cause is as likely as ever: a list of them would look like a finding.
  if (verdict.standing === 'unknown') return [headline(verdict), ...nextTestSays(verdict), ...seenSays(verdict)]
  return [
    headline(verdict),
    ...causesSay(verdict),
    ...alsoSays(verdict),
    ...cannotTellSays(verdict),
    ...nextTestSays(verdict),
    ...fixSays(verdict),
    ...seenSays(verdict),
    ...priorSays(verdict),
  ]
}

function headline({ standing, code, side, sideP }: Verdict): string {
  const what = standings[standing] + (code === null ? '' : ` (${code})`)
  if (standing === 'answers' && side === null) return `${what}. Nothing is wrong that can be seen from here.`
  if (side === null) return `${what}. Whose side it is on cannot be said from this.`
  return `${what}. Whose side: ${sideWords[side]}, ${percent(sideP)} sure.`
}

const standings: Readonly<Record<Verdict['standing'], string>> = {
  answers: 'It answers',
  fails: 'It fails',
  unsteady: 'It fails now and then',
  unknown: 'Nothing was seen of it',
}

const sideWords = {
  you: 'whoever asks',
  'your-network': "the asker's own network",
  edge: 'the edge',
  path: 'the way between edge and origin',
  hosting: 'the hosting',
  server: 'the origin itself',
  model: 'the model server',
} as const

function causesSay({ causes }: Verdict): readonly string[] {
  const shown = causes.slice(0, 4)
  return [
    '',
    ...shown.flatMap(({ id, title, p, for: pro, against }) => [
      `  ${percent(p).padStart(6)}  ${title} [${id}]`,
      ...pro.slice(0, 2).map(({ says }) => `          + ${says}`),
      ...against.slice(0, 1).map(({ says }) => `          - ${says}`),
    ]),
  ]
}

function alsoSays({ also: [first] }: Verdict): readonly string[] {
  return first === undefined
    ? []
    : ['', `Behind it waits something else: ${first.title} [${first.id}], ${percent(first.p)}.`]
}

function cannotTellSays({ cannotTell }: Verdict): readonly string[] {
  if (cannotTell.length === 0) return []
  return [
    '',
    `This evidence does not tell these apart: ${cannotTell.join(', ')}. What is left between them is experience, not a finding.`,
  ]
}

function nextTestSays({ nextTest }: Verdict): readonly string[] {
  return nextTest === null ? [] : ['', `What would tell most (${nextTest.cost}): ${nextTest.what}`]
}

function fixSays({ fix, causes }: Verdict): readonly string[] {
  if (fix === null) return []
  const steps = fix.steps.map((step, index) => `  ${index + 1}. ${step}`)
  const isLikely = (causes[0]?.p ?? 0) >= 0.5
  const opening = isLikely ? `To mend ${fix.cause}` : `Only if it proves to be ${fix.cause}`
  return ['', `${opening} (${fix.cost}):`, ...steps, `  Risk: ${fix.risk}`, `  Proof: ${fix.verify}`]
}

function seenSays({ evidence, notes }: Verdict): readonly string[] {
  const lines = evidence.map(({ says, doubt }) => `  ${says}${doubt > 0.3 ? ' (in doubt)' : ''}`)
  if (lines.length + notes.length === 0) return []
  return ['', 'Seen:', ...lines, ...notes.map((note) => `  Note: ${note}`)]
}

function percent(p: number): string {
  if (p > 0.99) return '> 99 %'
  return p < 0.01 ? '< 1 %' : `${Math.round(p * 100)} %`
}

/** What was believed before the evidence weighs in every number above. */
function priorSays({ prior: { says } }: Verdict): readonly string[] {
  return ['', `Before the evidence: ${says}`]
}

import { causes, families, unknownId } from '#doctor/catalogue.ts'

/** The pages of docs about causes, by the name of their file: made from the catalogue. */
export function causesPages(): ReadonlyMap<string, string> {
  const pages = [...causes.keys()].filter((id) => id !== unknownId).map((id) => [`${id}.md`, pageOf(id)] as const)
  return new Map([['README.md', contents()], ...pages])
}

function contents(): string {
  const sections = families.map(({ title, causes: own }) => {
    const entries = Object.entries(own).filter(([id]) => id !== unknownId)
    return `## ${title}\n\n${entries.map(([id, cause]) => `- [${id}](${id}.md): ${cause.title}.`).join('\n')}\n`
  })
  return `# Causes

Everything that can be behind an outage and that \`holdfast doctor\` knows by name. The number on an error page says how it failed and
not why: a 521 alone has more than ten causes. The doctor says which it is and how sure that is; here is how each looks, what tells
it from the others, how to mend it, and how to prove that it is mended.

${sections.join('\n')}`
}

const metWords = { often: 'often', sometimes: 'now and then', seldom: 'seldom' } as const

function pageOf(id: string): string {
  const cause = causes.get(id)
  if (cause === undefined) throw new Error(`there is no cause ${id}`)
  const { title, side, met, looksLike, tellsApart, fix, lab } = cause
  const whose = side === null ? '' : `Whose side: \`${side}\`. `
  const steps = fix.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')
  const mending =
    fix.steps.length === 0
      ? ''
      : `
## How to mend it

${steps}

It takes: ${fix.cost}. Risk: ${fix.risk}
`
  const inLab =
    lab.length === 0
      ? 'The lab has no fault of this kind.'
      : `In the lab: ${lab.map((fault) => `\`${fault}\``).join(', ')}.`
  return `# ${id}

**${title}.** ${whose}It is met ${metWords[met]}, by experience; nobody has counted.

## What it looks like

${looksLike}

## What tells it apart

${tellsApart}
${mending}
## How to prove it

${fix.verify}

${inLab} [All causes](README.md)
`
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gates, runGate } from '../../tools/gates.js'
import { treeWithRules, type Tree } from './tree.ts'

/** Who may import whom. Any other arrow must fail the check. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  protocol: ['shared'],
  sqlite: ['shared', 'protocol'],
  story: ['shared', 'protocol'],
  doctor: ['shared', 'protocol'],
  edge: ['shared', 'protocol'],
  status: ['shared', 'protocol', 'sqlite', 'doctor'],
  server: ['shared', 'protocol', 'sqlite', 'story'],
  web: ['shared', 'protocol', 'story', 'doctor'],
  lab: ['shared', 'protocol'],
  cli: ['shared', 'protocol', 'sqlite', 'story', 'doctor', 'edge', 'status', 'server', 'lab'],
}
const areas = Object.keys(mayImport)
// The composition root may be given more; nobody else may.
const walled = areas.filter((area) => area !== 'cli')

interface Arrow {
  readonly from: string
  readonly to: string
  readonly allowed: boolean
}
const arrows: readonly Arrow[] = walled.flatMap((from) =>
  areas.filter((to) => to !== from).map((to) => ({ from, to, allowed: mayImport[from]?.includes(to) === true })),
)
const forbidden = arrows.filter((arrow) => !arrow.allowed)
const runInBrowsersToo = ['shared', 'protocol', 'story', 'doctor', 'edge', 'web']

let tree: Tree
beforeAll(async () => {
  tree = await treeWithRules()
  const projects = [...areas, 'edge/tsconfig.node.json'].map((area) => ({ path: `src/${area}` }))
  await tree.put('tsconfig.json', JSON.stringify({ files: [], references: projects }))
  await tree.put('src/edge/node.ts', "export const here: string = 'edge on Node'\n")
  for (const area of areas) await tree.put(`src/${area}/here.ts`, `export const here: string = '${area}'\n`)
})
afterAll(() => tree.remove())

/** What the gates say about each file, with the name of the gate before it. */
async function saidBy(gateName: 'types' | 'lint'): Promise<string> {
  const gate = gates.find((one) => one.name === gateName)
  if (gate === undefined) throw new Error(`there is no gate named ${gateName}`)
  return (await runGate(gate, tree.folder)).words
}

function importing(specifier: string): string {
  return `export { here } from '${specifier}'\n`
}

describe('an import that is allowed', () => {
  let said = ''
  beforeAll(async () => {
    for (const { from, to } of arrows.filter((arrow) => arrow.allowed)) {
      await tree.put(`src/${from}/uses-${to}.ts`, importing(`#${to}/here.ts`))
    }
    said = (await saidBy('types')) + (await saidBy('lint'))
  })

  test('passes the check', () => {
    expect(said).toBe('')
  })
})

describe('an import that is not allowed', () => {
  let types = ''
  let lint = ''
  beforeAll(async () => {
    for (const { from, to } of forbidden) {
      await tree.put(`src/${from}/names-${to}.ts`, importing(`#${to}/here.ts`))
      await tree.put(`src/${from}/reaches-${to}.ts`, importing(`../${to}/here.ts`))
    }
    for (const area of walled) {
      if (area !== 'shared') await tree.put(`src/${area}/inside.ts`, importing('#shared/deep/inside.ts'))
      await tree.put(`src/${area}/clock.ts`, 'export const now: number = Date.now()\n')
      await tree.put(`src/${area}/environment.ts`, "export const home: unknown = process.env['HOME']\n")
    }
    for (const area of runInBrowsersToo) {
      await tree.put(`src/${area}/on-node.ts`, "export { readFileSync } from 'node:fs'\n")
    }
    types = await saidBy('types')
    lint = await saidBy('lint')
  })

  test.for(forbidden)('$from → $to by name fails types and lint, which name the file', ({ from, to }) => {
    expect(types).toContain(`src/${from}/names-${to}.ts`)
    expect(lint).toContain(`src/${from}/names-${to}.ts`)
  })

  test.for(forbidden)('$from → $to by path fails types and lint, which name the file', ({ from, to }) => {
    expect(types).toContain(`src/${from}/reaches-${to}.ts`)
    expect(lint).toContain(`src/${from}/reaches-${to}.ts`)
  })

  test.for(runInBrowsersToo)('%s → node:fs fails types and lint', (area) => {
    expect(types).toContain(`src/${area}/on-node.ts`)
    expect(lint).toContain(`src/${area}/on-node.ts`)
  })

  test.for(walled.filter((area) => area !== 'shared'))("%s → another area's inside fails lint", (area) => {
    expect(lint).toContain(`src/${area}/inside.ts`)
  })

  test.for(walled.filter((area) => area !== 'lab'))('a real clock in %s fails lint', (area) => {
    expect(lint).toContain(`src/${area}/clock.ts`)
  })

  test.for(walled.filter((area) => area !== 'lab'))('reading the environment in %s fails lint', (area) => {
    expect(lint).toContain(`src/${area}/environment.ts`)
  })
})

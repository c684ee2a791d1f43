import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { join, newest, writtenOver, type Words } from './words.ts'

const caret = { start: 0, end: 0 }

interface Tab {
  readonly by: string
  standing: readonly Words[]
  readonly unheard: Words[]
}

/** Three tabs that type, and hear of each other late and in any order. */
function afterSteps(steps: readonly (readonly [number, 'type' | 'hear', number])[]): {
  readonly tabs: readonly Tab[]
  readonly all: readonly Words[]
} {
  const tabs: readonly Tab[] = ['a', 'b', 'c'].map((by) => ({ by, standing: [], unheard: [] }))
  const all: Words[] = []
  for (const [index, what, which] of steps) {
    const tab = tabs[index]
    if (tab === undefined) continue
    if (what === 'type') all.push(type(tab, tabs, `${all.length}`))
    else hear(tab, which)
  }
  for (const tab of tabs) while (tab.unheard.length > 0) hear(tab, 0)
  return { tabs, all }
}

function type(tab: Tab, tabs: readonly Tab[], text: string): Words {
  const shown = tab.standing.find(({ by }) => by === tab.by) ?? newest(tab.standing)
  const words = writtenOver(tab.standing, shown === undefined ? [] : [shown], { place: 'p', by: tab.by, text, caret })
  tab.standing = join(tab.standing, words)
  for (const other of tabs) if (other !== tab) other.unheard.push(words)
  return words
}

function hear(tab: Tab, which: number): void {
  const [words] = tab.unheard.splice(which % Math.max(1, tab.unheard.length), 1)
  if (words !== undefined) tab.standing = join(tab.standing, words)
}

const steps = fc.array(fc.tuple(fc.nat(2), fc.constantFrom('type' as const, 'hear' as const), fc.nat(20)), {
  maxLength: 60,
})

describe('edits of one box in several tabs', () => {
  test('whatever is heard in whatever order, all tabs end with the same', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { tabs } = afterSteps(taken)
        const [first, ...others] = tabs.map(({ standing }) => standing.map(({ text }) => text).toSorted())
        for (const texts of others) expect(texts).toEqual(first)
      }),
    )
  })

  test('nothing is gone but what was written over by somebody who saw it', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { tabs, all } = afterSteps(taken)
        const standing = new Set(tabs[0]?.standing.map(({ text }) => text))
        for (const words of all) {
          const isWrittenOver = all.some(
            (later) =>
              later !== words &&
              (later.by === words.by ? later.edit > words.edit : (later.over[words.by] ?? 0) >= words.edit),
          )
          expect(standing.has(words.text)).toBe(!isWrittenOver)
        }
      }),
    )
  })

  test('the newest is the one with the most edits behind it, whatever any clock said', () => {
    const old = writtenOver([], [], { place: 'p', by: 'z', text: 'old', caret })
    const young = writtenOver([old], [], { place: 'p', by: 'a', text: 'young', caret })
    expect(newest([old, young])?.text).toBe('young')
    expect(newest([young, old])?.text).toBe('young')
  })
})

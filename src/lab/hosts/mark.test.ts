import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isOwned, markedName, markIn, ownMark } from './mark.ts'

test('a name says whose it is', () => {
  const mark = ownMark()
  const name = markedName(mark, '3-origin')
  expect(name).toMatch(/^holdfast-lab-[0-9a-f]{8}-\d+-\d+-3-origin$/)
  expect(markIn(name)).toEqual(mark)
  expect(isOwned(mark)).toBe(true)
})

test.for(['holdfast', 'holdfast-lab', 'holdfast-lab-x-1-2-3', 'my-holdfast-lab-01234567-1-2-3', 'default'])(
  'a name that the lab did not give has no mark: %s',
  (name) => {
    expect(markIn(name)).toBeUndefined()
  },
)

test('nothing is owned by a process that ended, by a later one with its number, or by one of another start of the machine', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  const mark = ownMark()
  expect(isOwned({ ...mark, pid: child.pid ?? 0 })).toBe(false)
  expect(isOwned({ ...mark, born: `${mark.born}1` })).toBe(false)
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').startsWith('00000000') ? 'ffffffff' : '00000000'
  expect(isOwned({ ...mark, boot })).toBe(false)
})

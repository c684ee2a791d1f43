import { expect, test } from 'vitest'
import { Mailbox } from './mailbox.ts'

test('hands out what came before and what comes later, in order, to the end', async () => {
  const box = new Mailbox<number>()
  box.put(1)
  box.put(2)
  const read = readAll(box)
  queueMicrotask(() => {
    box.put(3)
    box.close()
    box.put(4)
  })
  expect(await read).toEqual([1, 2, 3])
})

test('closed, it still hands out what is inside; dropped, it does not', async () => {
  const closed = new Mailbox<string>()
  closed.put('kept')
  closed.close()
  expect(await readAll(closed)).toEqual(['kept'])

  const dropped = new Mailbox<string>()
  dropped.put('lost')
  dropped.drop()
  expect(await readAll(dropped)).toEqual([])
})

async function readAll<T>(box: Mailbox<T>): Promise<readonly T[]> {
  const things = []
  for await (const thing of box) things.push(thing)
  return things
}

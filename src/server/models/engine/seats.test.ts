import { expect, test } from 'vitest'
import { Seats } from './seats.ts'

test('who finds none left gets the next that is given back, in the order of asking', async () => {
  const seats = new Seats(['only'])
  const order: string[] = []
  const first = await seats.take()
  const second = seats.take().then((seat) => order.push(`second: ${seat}`))
  const third = seats.take().then((seat) => order.push(`third: ${seat}`))
  seats.giveBack(first)
  await second
  seats.giveBack(first)
  await third
  expect(order).toEqual(['second: only', 'third: only'])
  seats.giveBack(first)
  expect(await seats.take()).toBe('only')
})

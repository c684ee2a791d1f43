import { expect, test } from 'vitest'
import { SendingLine } from './sending-line.ts'

test('Enter twice on the same words sends them once', () => {
  const line = new SendingLine('Once')
  line.add('Once')
  line.add('Once\n')
  expect(line.left('Once')).toBeUndefined()
})

test('words typed behind those that are leaving go for themselves, however often', () => {
  const line = new SendingLine('Once')
  line.add('Once, twice')
  line.add('Once, twice, thrice')
  expect(line.left('Once')).toBe(', twice')
  line.add(', twice, thrice and out')
  expect(line.left(', twice')).toBe(', thrice')
  expect(line.left(', thrice')).toBe(' and out')
  expect(line.left(' and out')).toBeUndefined()
})

test('words that replaced those that are leaving go whole', () => {
  const line = new SendingLine('Once')
  line.add('Twice')
  expect(line.left('Once')).toBe('Twice')
  line.add('Twice')
  expect(line.left('Twice')).toBeUndefined()
})

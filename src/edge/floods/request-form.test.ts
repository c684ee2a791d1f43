import { expect, test } from 'vitest'
import { wrongForm } from './request-form.ts'

test.for([
  ['1.1', '/', ['Host', 'a'], undefined],
  ['1.1', 'http://a/', ['Host', 'A'], undefined],
  ['1.1', '/', ['Host', 'a', 'Transfer-Encoding', 'chunked'], undefined],
  ['1.0', '/', [], undefined],
  ['2.0', '/', [':authority', 'a'], undefined],
  ['0.9', '/', [], 'it has no version'],
  ['1.1', '/', ['Host', 'a', 'host', 'b'], 'it names 2 hosts'],
  ['1.1', '/', ['Host', 'a', 'host', 'a'], 'it names 2 hosts'],
  ['1.1', 'http://b/', ['Host', 'a'], 'its target names another host'],
  ['1.0', '/', ['transfer-encoding', 'chunked'], 'it has a Transfer-Encoding, and is HTTP/1.0'],
] as const)('HTTP/%s %s %j: %s', ([version, target, rawHeaders, wrong]) => {
  const refusal = wrongForm({ version, target, rawHeaders })
  expect(refusal?.because).toBe(wrong)
  expect(refusal?.fault).toBe(wrong === undefined ? undefined : 'request-malformed')
})

test('very many small fields are too large a head', () => {
  const rawHeaders = Array.from({ length: 402 }, () => 'a')
  expect(wrongForm({ version: '1.1', target: '/', rawHeaders })?.fault).toBe('request-head-too-large')
})

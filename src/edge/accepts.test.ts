import { expect, test } from 'vitest'
import { encodingFor, wantsPage } from './accepts.ts'

test.for([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['text/html', true],
  ['application/json;q=0.5, text/html', true],
  [undefined, false],
  ['*/*', false],
  ['application/json', false],
  ['application/problem+json, text/html;q=0.9', false],
  ['text/event-stream', false],
  ['text/html;q=0', false],
  ['text/html;q=many', false],
] as const)('Accept: %s asks for a page: %s', ([accept, isPage]) => {
  expect(wantsPage(accept)).toBe(isPage)
})

test.for([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['identity', undefined],
  [undefined, undefined],
] as const)('Accept-Encoding: %s gets %s', ([accept, encoding]) => {
  expect(encodingFor(accept)).toBe(encoding)
})

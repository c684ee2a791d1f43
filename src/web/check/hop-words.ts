import type { HopResult, VisitorHop } from '#protocol/visitor-tests.ts'

/** What each hop is called, from the reader on. */
export const hopNames: Readonly<Record<VisitorHop, string>> = {
  device: 'This device',
  page: 'This page',
  edge: 'Our edge',
  server: 'Our server',
  model: 'A model to write',
  status: 'Our status page',
  'status-host': 'Our status page on its own host',
  elsewhere: 'A host that is not ours',
}

export const resultWords: Readonly<Record<HopResult, string>> = {
  ok: 'answers',
  refused: 'fails at once',
  late: 'fails after a while',
  silent: 'says nothing',
  fault: 'has a fault',
  cdn: 'the CDN says no',
  challenge: 'the CDN asks first',
  foreign: 'somebody else answered',
}

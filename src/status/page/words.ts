import type { ComponentState } from '#protocol/board.ts'
import type { Side } from '#protocol/fault.ts'
import type { StandingKind } from '../standing.ts'

/** Whose side it is on, and what that means for the person who reads. */
export const sideWords: Readonly<Record<Side, string>> = {
  you: 'It is what was asked for, not the site.',
  'your-network': 'It is the network between some readers and us. Another network may work.',
  edge: 'It is our side: the edge. Nothing you do on your device will change that.',
  path: 'It is our side: the way from the edge to the server. Nothing you do on your device will change that.',
  hosting: 'It is our side: the hosting of the server. Nothing you do on your device will change that.',
  server: 'It is our side: the server. Nothing you do on your device will change that.',
  model: 'It is the model that writes. Nothing you do on your device will change that.',
}

/** A sign beside each word, so that colour is never needed. */
export const stateSigns: Readonly<Record<ComponentState, string>> = {
  operational: '✓',
  degraded_performance: '!',
  partial_outage: '!',
  major_outage: '✕',
  under_maintenance: '⚙︎',
}

export const standingSigns: Readonly<Record<StandingKind, string>> = {
  critical: '✕',
  major: '✕',
  minor: '!',
  watched: '!',
  blind: '?',
  reported: '?',
  maintenance: '⚙︎',
  well: '✓',
}

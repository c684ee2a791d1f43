import type * as z from 'zod/mini'
import type { ConnectionCheck } from '#protocol/bundle.ts'
import { healthSchema, type Health } from '#protocol/health.ts'
import { ledgerSchema, type Ledger } from '#protocol/ledger.ts'
import { call } from '../api/call.ts'
import type { Means } from '../means.ts'

/** Asks every process of the house how it is, from where the reader sits, all at once. */
export function checkConnections(means: Means): Promise<readonly ConnectionCheck[]> {
  return Promise.all([
    ask(means, { hop: 'edge', path: '/healthz', answer: healthSchema, says: healthWords }),
    ask(means, { hop: 'server', path: '/api/ledger', answer: ledgerSchema, says: ledgerWords }),
    ask(means, { hop: 'status', path: '/status/healthz', answer: healthSchema, says: healthWords }),
  ])
}

interface Question<T> {
  readonly hop: ConnectionCheck['hop']
  readonly path: string
  readonly answer: z.ZodMiniType<T>
  readonly says: (answer: T) => string
}

async function ask<T>(means: Means, { hop, path, answer, says }: Question<T>): Promise<ConnectionCheck> {
  const at = means.clock.now()
  const outcome = await call(means, { path, answer })
  const check = { hop, at, tookMs: Math.max(0, Math.round(means.clock.now() - at)) }
  if (outcome.ok) return { ...check, fault: null, side: null, says: says(outcome.value) }
  const { fault, side, because, title } = outcome.error
  return { ...check, fault, side, says: because ?? title }
}

function healthWords({ state, version, fault }: Health): string {
  return `${state}, version ${version}${fault === undefined ? '' : `, ${fault}`}`
}

function ledgerWords({ storageFault }: Ledger): string {
  return storageFault === null ? 'takes in what is sent' : `takes nothing in: ${storageFault.fault}`
}

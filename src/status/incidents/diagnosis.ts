import { examine } from '#doctor/examine.ts'
import { judge } from '#doctor/judge.ts'
import type { Senses } from '#doctor/looking.ts'
import type { Verdict } from '#protocol/verdict.ts'
import type { Means } from '../means.ts'
import type { ComponentSeen } from './evidence.ts'
import { isOver, nextPhase } from './life.ts'
import { explainingWords } from './words.ts'
import { changeIncident, incidentById, promiseMs, tell } from './write.ts'

export interface DiagnosisMeans extends Pick<Means, 'store' | 'makeShortId' | 'clock' | 'log' | 'changed'> {
  readonly senses: Senses
  /** A text without the address of the server, which is nobody's business. */
  readonly hide: (text: string) => string
  /** Where the failing hop is to be looked at; undefined where only the server can, as of its back ends. */
  readonly urlOf: (root: ComponentSeen) => URL | undefined
}

// Short, for the site is down and people wait; the doctor by itself is more patient.
const patience = { connectMs: 4_000, tlsMs: 4_000, readMs: 4_000, pauseMs: 200 }

// Below this the likeliest cause is a guess among several, and better not said.
const sureEnough = 0.5

/** Has the doctor look at what fails, and adds what it found to the incident. */
export async function diagnose(means: DiagnosisMeans, incidentId: string, root: ComponentSeen): Promise<void> {
  const url = means.urlOf(root)
  if (url === undefined) return
  const verdict = judge(await examine(means.senses, { url, patience }))
  means.log.info('diagnosed', { incidentId, cause: verdict.causes[0]?.id, p: verdict.causes[0]?.p })
  if (means.store.write(() => keepVerdict(means, incidentId, verdict))) means.changed()
}

function keepVerdict(means: DiagnosisMeans, incidentId: string, verdict: Verdict): boolean {
  const { store, clock } = means
  const row = incidentById(store, incidentId)
  const [first] = verdict.causes
  // By the time the doctor has looked it may be over, and then it saw nothing of it.
  if (row === undefined || first === undefined || isOver(row.phase) || verdict.standing !== 'fails') return false
  if (row.recovered_at !== null) return false
  const at = clock.now()
  const evidence = [...evidenceOf(row.evidence), ...verdict.evidence.map(({ says }) => means.hide(says))].slice(0, 20)
  const isSure = first.p >= sureEnough
  const phase = isSure ? nextPhase[row.phase].explained : row.phase
  if (phase === 'illegal') return false
  if (isSure) tell(means, row.id, { phase, body: explainingWords(first.title, first.p), at, by: 'holdfast' })
  changeIncident(store, row, {
    phase,
    cause: first.id,
    cause_p: first.p,
    evidence: JSON.stringify([...new Set(evidence)]),
    changed_at: at,
    ...(isSure ? { next_update_by: at + promiseMs } : {}),
  })
  return true
}

function evidenceOf(text: string): readonly string[] {
  const list: unknown = JSON.parse(text)
  return Array.isArray(list) ? list.map(String) : []
}

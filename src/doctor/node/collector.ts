import type { Clock } from '#shared/clock.ts'
import { hostSchema, type HostSeen } from '#protocol/case.ts'
import { hostQuestionSchema } from '#protocol/doctor-service.ts'
import { lintHostSchema, type LintHost } from '#protocol/lint.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { HostWatch } from '../examine.ts'
import { between } from '../host/between.ts'
import { askService } from './ask-service.ts'
import { memoryKills, readHost } from './host/read-host.ts'
import { readLint } from './host/read-lint.ts'
import { serve, type Service } from './service.ts'

export interface CollectorOptions {
  readonly clock: Clock
  readonly host: string
  readonly port: number
  readonly key: string
  readonly unit?: string
  readonly certificate?: string
}

/** Tells whoever has the key what this machine knows. It only reads. */
export async function collect(options: CollectorOptions): Promise<Outcome<Service, string>> {
  const memoryKillsBefore = await memoryKills()
  const { clock, host, port, key, ...about } = options
  return serve({
    host,
    port,
    key,
    async answer({ path, body, from }) {
      const question = hostQuestionSchema.safeParse(body)
      if (path === '/lint' && question.success) return ok(await readLint({ clock, port: question.data.port, ...about }))
      if (path !== '/host' || !question.success)
        return fail('A collector is asked by POST /host, or /lint, with a port.')
      const more = memoryKillsBefore === undefined ? {} : { memoryKillsBefore }
      return ok(await readHost({ clock, ...about, port: question.data.port, asker: from, ...more }))
    },
  })
}

/** Where a collector is asked. */
interface AskHostOptions {
  readonly clock: Clock
  readonly collector: URL
  readonly key: string
  /** The port of the origin. */
  readonly port: number
}

export interface WatchHostOptions extends AskHostOptions {
  /** False while it is silent: then nobody waits for it before looking, and it is asked once more after, for a moment. */
  readonly isThere: () => boolean
  /** Told when it refuses to say anything. */
  readonly onTrouble: (says: string) => void
}

const atMostMs = 6000
/** It has been silent all the while. */
const onceMoreMs = 1500
/** It asks more programs, and nobody is down meanwhile. */
const lintAtMostMs = 20_000

/** What the origin's machine says of itself while all is well. The error is one sentence. */
export async function lintHostAt({ clock, collector, key, port }: AskHostOptions): Promise<Outcome<LintHost, string>> {
  const asking = { clock, service: collector, key, path: '/lint', body: { port }, atMostMs: lintAtMostMs }
  const answer = await askService(asking)
  if (!answer.ok) return fail(answer.error.says)
  const host = lintHostSchema.safeParse(answer.value)
  return host.success
    ? ok(host.data)
    : fail(`What the collector at ${collector.host} says is of another version: update it.`)
}

/** Reads a host now and again when it is told to, and says what happened in between. */
export async function watchHost(options: WatchHostOptions): Promise<HostWatch> {
  const first = options.isThere() ? await readFrom(options) : 'silent'
  const before = first === 'silent' ? undefined : first
  return {
    isCounting: before !== undefined,
    async end() {
      const after = await readFrom(options)
      if (after === 'silent') return { isSilent: true }
      if (after === undefined) return {}
      return before === undefined ? withoutTotals(after) : between(before, after)
    },
  }
}

/** Undefined where it refuses, or is of another version and may say what this one does not understand. */
async function readFrom({
  clock,
  collector,
  key,
  port,
  isThere,
  onTrouble,
}: WatchHostOptions): Promise<HostSeen | 'silent' | undefined> {
  const withinMs = isThere() ? atMostMs : onceMoreMs
  const asking = { clock, service: collector, key, path: '/host', body: { port }, atMostMs: withinMs }
  const answer = await askService(asking)
  if (answer.ok) return hostSchema.safeParse(answer.value).data
  if (answer.error.isSilent) return 'silent'
  onTrouble(answer.error.says)
  return undefined
}

/** With one reading alone nobody knows what was counted since. */
function withoutTotals({
  counters: _counters,
  rules: _rules,
  cpuMs: _cpuMs,
  readyMs: _readyMs,
  group,
  ...rest
}: HostSeen): HostSeen {
  const { throttledMs: _throttledMs, ...now } = group ?? {}
  return { ...rest, ...(group === undefined ? {} : { group: now }) }
}

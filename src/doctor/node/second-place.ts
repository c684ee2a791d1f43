import { attemptSchema, type Attempt } from '#protocol/case.ts'
import { attemptQuestionSchema } from '#protocol/doctor-service.ts'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { standardPatience, type Asked } from '../looking.ts'
import { askService } from './ask-service.ts'
import { attempt } from './attempt.ts'
import { serve, type Service } from './service.ts'

export interface SecondPlaceOptions {
  readonly clock: Clock
  readonly host: string
  readonly port: number
  readonly key: string
  /** The literal addresses, each with its port, that may be asked from here. Nothing else ever is. */
  readonly targets: readonly string[]
  readonly ca: readonly string[] | undefined
}

/** Makes attempts for whoever has the key, at targets that were named here: it is no way to reach anything else. */
export function listen({ clock, host, port, key, targets, ca }: SecondPlaceOptions): Promise<Outcome<Service, string>> {
  return serve({
    host,
    port,
    key,
    async answer({ path, body }) {
      const question = attemptQuestionSchema.safeParse(body)
      if (path !== '/attempt' || !question.success)
        return fail('A second place is asked by POST /attempt with what to ask for.')
      const target = targetOf(question.data)
      if (!targets.includes(target)) return fail(`${target} is no target of this place: name it there with ${target}.`)
      return ok((await attempt(question.data, standardPatience, { clock, ca })).attempt)
    },
  })
}

/** As `198.51.100.2:443` or `[2001:db8::2]:443`. */
export function targetOf({ address, port }: Pick<Asked, 'address' | 'port'>): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}

export interface AskPlaceOptions {
  readonly clock: Clock
  readonly vantage: URL
  readonly key: string
  readonly onTrouble: (says: string) => void
}

/** Connecting, TLS and an answer may take their time one after the other. */
const atMostMs = 40_000

/** Has a second place make an attempt; undefined, with the reason told, when it made none. */
export async function attemptFrom(
  asked: Asked,
  { clock, vantage, key, onTrouble }: AskPlaceOptions,
): Promise<Attempt | undefined> {
  const answer = await askService({ clock, service: vantage, key, path: '/attempt', body: asked, atMostMs })
  if (answer.ok) return attemptSchema.safeParse(answer.value).data
  onTrouble(answer.error.says)
  return undefined
}

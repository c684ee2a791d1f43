import type { ExamineOptions } from '#doctor/examine.ts'
import { attemptFrom, greet, watchHost } from '#doctor/node.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { systemClock as clock } from '../clock.ts'
import { keyIn } from './key.ts'

type Helpers = Pick<ExamineOptions, 'host' | 'vantage'>

/** Those who look along: the collector on the origin and the second place. Whoever does not have the key is refused before anything is asked. */
export async function helpersOf(flags: ReadonlyMap<string, string>): Promise<Outcome<Helpers, string>> {
  const collector = serviceOf(flags, '--collector')
  if (!collector.ok) return collector
  const vantage = serviceOf(flags, '--vantage')
  if (!vantage.ok) return vantage
  if (collector.value === undefined && vantage.value === undefined) return ok({})
  const key = await keyIn(flags.get('--key-file'))
  if (!key.ok) return key
  const [host, place] = await Promise.all([greeting(collector.value, key.value), greeting(vantage.value, key.value)])
  const refusal = host.refusal ?? place.refusal
  if (refusal !== undefined) return fail(refusal)
  return ok({ ...hostOf(collector.value, key.value, host.isThere), ...vantageOf(vantage.value, key.value) })
}

function serviceOf(flags: ReadonlyMap<string, string>, flag: string): Outcome<URL | undefined, string> {
  const text = flags.get(flag)
  if (text === undefined) return ok(undefined)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:') return ok(url)
  return fail(`${flag} is \`${text}\`: write the address that it printed, as http://198.51.100.2:8524.`)
}

interface Greeting {
  readonly isThere: boolean
  readonly refusal?: string
}

/** Silence says something about the origin, and is looked at with the rest. */
async function greeting(service: URL | undefined, key: string): Promise<Greeting> {
  if (service === undefined) return { isThere: false }
  const greeted = await greet({ clock, service, key })
  if (greeted.ok || greeted.error.isSilent) return { isThere: greeted.ok }
  return { isThere: false, refusal: `${greeted.error.says} Copy the file of the key from there.` }
}

function hostOf(collector: URL | undefined, key: string, isThere: boolean): Helpers {
  if (collector === undefined) return {}
  return { host: ({ port }) => watchHost({ clock, collector, key, port, isThere }) }
}

function vantageOf(vantage: URL | undefined, key: string): Helpers {
  if (vantage === undefined) return {}
  const onTrouble = (says: string): void => console.error(`The second place saw nothing: ${says}`)
  return { vantage: (asked) => attemptFrom(asked, { clock, vantage, key, onTrouble }) }
}

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
  const [host, place] = [greetingOf(collector.value, key.value), greetingOf(vantage.value, key.value)]
  await Promise.race([Promise.all([host.done, place.done]), clock.sleep(greetedWithinMs)])
  const refusal = host.refusal ?? place.refusal
  if (refusal !== undefined) return fail(refusal)
  return ok({ ...hostOf(collector.value, key.value, host), ...vantageOf(vantage.value, key.value, place) })
}

function serviceOf(flags: ReadonlyMap<string, string>, flag: string): Outcome<URL | undefined, string> {
  const text = flags.get(flag)
  if (text === undefined) return ok(undefined)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:') return ok(url)
  return fail(`${flag} is \`${text}\`: write the address that it printed, as http://198.51.100.2:8524.`)
}

/** Who is there says so sooner. Who is not is looked past, for somebody waits to hear what is silent, and since when. */
const greetedWithinMs = 1000

/** What is known so far of one who was greeted. It goes on being greeted while others are looked at. */
interface Greeting {
  readonly done: Promise<void>
  isThere: boolean
  refusal?: string
}

/** Silence says something about the origin, and is looked at with the rest. */
function greetingOf(service: URL | undefined, key: string): Greeting {
  if (service === undefined) return { done: Promise.resolve(), isThere: false }
  const { promise: done, resolve } = Promise.withResolvers<void>()
  const greeting: Greeting = { done, isThere: false }
  void greet({ clock, service, key }).then((greeted) => {
    greeting.isThere = greeted.ok
    if (!greeted.ok && !greeted.error.isSilent)
      greeting.refusal = `${greeted.error.says} Copy the file of the key from there.`
    resolve()
  })
  return greeting
}

function hostOf(collector: URL | undefined, key: string, greeting: Greeting): Helpers {
  if (collector === undefined) return {}
  const onTrouble = (says: string): void => console.error(`The collector said nothing: ${says}`)
  const isThere = (): boolean => greeting.isThere
  return { host: (port) => watchHost({ clock, collector, key, port, isThere, onTrouble }) }
}

function vantageOf(vantage: URL | undefined, key: string, greeting: Greeting): Helpers {
  if (vantage === undefined) return {}
  const onTrouble = (says: string): void => console.error(`The second place saw nothing: ${says}`)
  return {
    async vantage(asked) {
      await greeting.done
      if (greeting.isThere) return attemptFrom(asked, { clock, vantage, key, onTrouble })
      onTrouble(greeting.refusal ?? `${vantage.host} does not answer.`)
      return undefined
    },
  }
}

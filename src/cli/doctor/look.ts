import { isIP } from 'node:net'
import { examine, type ExamineOptions } from '#doctor/examine.ts'
import { judge, type PriorName } from '#doctor/judge.ts'
import type { Senses } from '#doctor/looking.ts'
import { nodeSenses, watchOwnFirewall } from '#doctor/node.ts'
import { verdictSays } from '#doctor/verdict-says.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { systemClock } from '../clock.ts'
import { authoritiesIn } from './authorities.ts'
import { confirmedCauses } from './confirmed.ts'
import { helpersOf } from './helpers.ts'
import { exitCodeOf } from './exit-code.ts'
import { priorNamed } from './prior.ts'
import { watch } from './watch.ts'

const ownFlags = [
  '--origin',
  '--ca',
  '--resolver',
  '--collector',
  '--vantage',
  '--key-file',
  '--prior',
  '--confirmed',
  '--json',
  '--evidence',
  '--watch',
]

interface Order {
  readonly senses: Senses
  readonly options: ExamineOptions
  readonly prior: PriorName
}

/** `holdfast doctor URL`: looks at a site from here, and judges what was seen. */
export async function look(args: Arguments): Promise<Outcome<number, string>> {
  const order = await orderOf(args)
  if (!order.ok) return order
  const { senses, options, prior } = order.value
  if (args.flags.has('--watch')) return ok(await watch(senses, options))
  const looking = examine(senses, options)
  // While the first programs and packets are out: whoever is down waits for this second.
  const confirmed = await confirmedCauses(args.flags)
  if (!confirmed.ok) return confirmed
  const seen = await looking
  if (args.flags.has('--evidence')) {
    console.log(JSON.stringify(seen, undefined, 2))
    return ok(0)
  }
  const verdict = judge(seen, { prior, confirmed: confirmed.value })
  console.log(args.flags.has('--json') ? JSON.stringify(verdict) : verdictSays(verdict).join('\n'))
  return ok(exitCodeOf(verdict))
}

async function orderOf({ flags, words: [site, ...more] }: Arguments): Promise<Outcome<Order, string>> {
  const refusal = unknownFlag({ command: 'doctor', flags }, ownFlags)
  if (refusal !== undefined) return fail(refusal)
  if (more[0] !== undefined) return fail(`\`${more[0]}\` is one site too many: look at one at a time.`)
  const url = urlOf(site ?? '')
  if (url === undefined) return fail(`\`${site ?? ''}\` is no address of a site: write it as https://story.example.`)
  const origin = originOf(flags.get('--origin'))
  if (!origin.ok) return origin
  const prior = priorNamed(flags.get('--prior'))
  if (!prior.ok) return prior
  const ca = await authoritiesIn(flags.get('--ca'))
  if (!ca.ok) return ca
  const nameServers = nameServersOf(flags.get('--resolver'))
  if (!nameServers.ok) return nameServers
  const senses = nodeSenses({
    clock: systemClock,
    nameServers: nameServers.value,
    ...(ca.value === undefined ? {} : { ca: ca.value }),
  })
  const helpers = await helpersOf(flags)
  if (!helpers.ok) return helpers
  const options = {
    url,
    onProgress,
    ownRule: watchOwnFirewall,
    ...helpers.value,
    ...(origin.value === undefined ? {} : { origin: origin.value }),
  }
  return ok({ senses, options, prior: prior.value })
}

/** Beside the answer, so that a pipe gets the answer alone. */
function onProgress(says: string): void {
  if (process.stderr.isTTY) console.error(`… ${says}`)
}

function urlOf(text: string): URL | undefined {
  const whole = text.includes('://') ? text : `https://${text}`
  if (text === '' || !URL.canParse(whole)) return undefined
  const url = new URL(whole)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
}

type Origin = ExamineOptions['origin']

/** An address, with a port if it is an unusual one: `198.51.100.2`, `198.51.100.2:8443`, `[2001:db8::2]:8443`. */
function originOf(text: string | undefined): Outcome<Origin, string> {
  if (text === undefined) return ok(undefined)
  if (isIP(text) !== 0) return ok({ address: text })
  const [, address = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(text) ?? []
  if (isIP(address) !== 0 && Number(port) > 0 && Number(port) < 65_536) return ok({ address, port: Number(port) })
  return fail(`--origin is \`${text}\`: write the literal address of the origin, as 198.51.100.2 or 198.51.100.2:8443.`)
}

/** Name servers by their literal addresses, with commas between; `system` stands for those of this machine. */
function nameServersOf(text = 'system'): Outcome<readonly string[], string> {
  const servers = text.split(',')
  const wrong = servers.find((server) => server !== 'system' && !originOf(server).ok)
  if (wrong === undefined) return ok(servers)
  return fail(
    `--resolver is \`${wrong}\`: write literal addresses of name servers with commas between, as system,1.1.1.1.`,
  )
}

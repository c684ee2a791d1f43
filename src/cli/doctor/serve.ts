import { isIP } from 'node:net'
import { collect, listen } from '#doctor/node.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { systemClock } from '../clock.ts'
import { firstSignal } from '../process/signals.ts'
import { authoritiesIn } from './authorities.ts'
import { keyMadeIn } from './key.ts'

const placeFlags = ['--host', '--port', '--key-file']

/** For people who cannot run a collector: what to paste on the origin, and bring back. */
const pasteLine =
  'ss -ltn; cat /proc/net/snmp /proc/net/netstat; nft list ruleset || iptables-save -c; systemctl --failed --no-pager'

/** `holdfast doctor collector`: runs on the origin, and tells the doctor what this machine knows. It only reads. */
export async function collectorCommand({ flags, words: [word] }: Arguments): Promise<Outcome<number, string>> {
  const refusal = unknownFlag({ command: 'doctor collector', flags }, [...placeFlags, '--unit', '--certificate'])
  if (refusal !== undefined) return fail(refusal)
  if (word !== undefined) return fail(`\`${word}\` stands alone on the command line: a collector takes flags alone.`)
  const place = await placeOf(flags)
  if (!place.ok) return place
  const [unit, certificate] = [flags.get('--unit'), flags.get('--certificate')]
  const service = await collect({
    clock: systemClock,
    ...place.value,
    ...(unit === undefined ? {} : { unit }),
    ...(certificate === undefined ? {} : { certificate }),
  })
  if (!service.ok) return service
  console.log(`collector ${service.value.address}`)
  console.log(`It only reads. Where none can run, paste this there instead: ${pasteLine}`)
  await firstSignal()
  await service.value.close()
  return ok(0)
}

/** `holdfast doctor listen`: runs on any other machine, and asks from there for whoever has the key. */
export async function listenCommand({ flags, words: targets }: Arguments): Promise<Outcome<number, string>> {
  const refusal = unknownFlag({ command: 'doctor listen', flags }, [...placeFlags, '--ca'])
  if (refusal !== undefined) return fail(refusal)
  if (targets.length === 0) {
    return fail(
      'What may be asked from here? Name each origin: `holdfast doctor listen 198.51.100.2:443 --key-file FILE`.',
    )
  }
  const wrong = targets.find((target) => !isTarget(target))
  if (wrong !== undefined)
    return fail(`\`${wrong}\` is no target: write an address with its port, as 198.51.100.2:443.`)
  const place = await placeOf(flags)
  if (!place.ok) return place
  const ca = await authoritiesIn(flags.get('--ca'))
  if (!ca.ok) return ca
  const service = await listen({ clock: systemClock, ...place.value, targets, ca: ca.value })
  if (!service.ok) return service
  console.log(`second place ${service.value.address}, for ${targets.join(', ')}`)
  await firstSignal()
  await service.value.close()
  return ok(0)
}

function isTarget(text: string): boolean {
  const [, address = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(text) ?? []
  return isIP(address) !== 0 && Number(port) > 0 && Number(port) < 65_536
}

interface Place {
  readonly host: string
  readonly port: number
  readonly key: string
}

async function placeOf(flags: ReadonlyMap<string, string>): Promise<Outcome<Place, string>> {
  const host = flags.get('--host') ?? '127.0.0.1'
  if (isIP(host) === 0) return fail(`--host is \`${host}\`: write a literal address of this machine.`)
  const port = Number(flags.get('--port') ?? 8524)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return fail('--port is no port: write a number from 0 to 65535.')
  const key = await keyMadeIn(flags.get('--key-file'))
  return key.ok ? ok({ host, port, key: key.value }) : key
}

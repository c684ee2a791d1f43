import type { HostSeen } from '#protocol/case.ts'
import { printedBy } from './run.ts'

type UnitSeen = Pick<HostSeen, 'unit' | 'startError' | 'memoryKills'>

/** What systemd says of the unit of the server, and why it did not start; nothing where there is no systemd. */
export async function unitSeen(unit: string): Promise<UnitSeen> {
  const shown = await printedBy('systemctl', ['show', unit, '--property=ActiveState,Result'])
  const state = /^ActiveState=(.*)$/m.exec(shown ?? '')?.[1]
  if (state === undefined || state === '') return {}
  const result = /^Result=(.*)$/m.exec(shown ?? '')?.[1]
  const log = await printedBy('journalctl', ['--unit', unit, '--lines=50', '--no-pager', '--output=cat', '--since=-1h'])
  return {
    unit: states[state] ?? 'inactive',
    ...(log === undefined ? {} : { startError: startErrorIn(log) }),
    ...(result === 'oom-kill' ? { memoryKills: 1 } : {}),
  }
}

const states: Readonly<Record<string, HostSeen['unit']>> = {
  active: 'active',
  reloading: 'active',
  failed: 'failed',
  activating: 'restarting',
}

/** What web servers say when they do not start. */
export function startErrorIn(log: string): NonNullable<HostSeen['startError']> {
  if (/Address already in use|EADDRINUSE|\(98:/.test(log)) return 'port-taken'
  if (/cannot load certificate|PEM_read|No such file.*\.(?:pem|crt|key)/i.test(log)) return 'certificate-missing'
  return /\[emerg\]|configuration file .* test failed|syntax error/i.test(log) ? 'configuration' : 'none'
}

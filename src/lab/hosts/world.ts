import { call } from './call.ts'
import { hostNames, type HostName } from './addresses.ts'
import { layout, type Layout } from './layout.ts'
import { markedName, type Mark } from './mark.ts'
import { startProgram, type Program } from './program.ts'
import { clearAway, removeNamespace } from './sweep.ts'

/** The hosts of one site, each a network namespace of this machine, with a router between them and no way out. */
export interface World {
  /** Runs a command on a host to its end, and answers what it printed. */
  readonly run: (host: HostName, command: readonly string[]) => Promise<string>
  /** Starts one that goes on. */
  readonly start: (host: HostName, command: readonly string[]) => Program
  /** What stands before a command to have it run on a host, for whoever starts it otherwise. */
  readonly before: (host: HostName) => readonly string[]
  readonly ip: (host: HostName, line: string) => Promise<string>
  /** Adds a rule to a host's firewall, at one of its hooks. */
  readonly rule: (host: HostName, hook: Hook, rule: string) => Promise<void>
  /** Other lines in the firewall's own language. */
  readonly firewall: (host: HostName, lines: readonly string[]) => Promise<void>
  /** Sets a knob of the host's own network, as `net/ipv4/ip_forward`, where this kernel has it. */
  readonly knob: (host: HostName, name: string, value: number) => Promise<void>
  /** Ends everything that runs there, and removes it. */
  readonly close: () => Promise<void>
}

export type Hook = 'input' | 'forward' | 'output'

export async function openWorld(mark: Mark, number: number): Promise<World> {
  const nameOf = (host: HostName): string => markedName(mark, `${number}-${host}`)
  const programs: Program[] = []
  const before = (host: HostName): readonly string[] => ['ip', 'netns', 'exec', nameOf(host)]
  const run = (host: HostName, command: readonly string[], input?: string): Promise<string> =>
    call('ip', ['netns', 'exec', nameOf(host), ...command], input)
  const firewall = async (host: HostName, lines: readonly string[]): Promise<void> =>
    void (await run(host, ['nft', '-f', '-'], lines.join('\n')))
  const world: World = {
    run,
    start(host, command) {
      const program = startProgram('ip', ['netns', 'exec', nameOf(host), ...command])
      programs.push(program)
      return program
    },
    before,
    ip: (host, line) => call('ip', ['-n', nameOf(host), ...line.split(' ')]),
    rule: (host, hook, rule) =>
      firewall(host, [
        'add table inet lab',
        `add chain inet lab ${hook} { type filter hook ${hook} priority 0; }`,
        `add rule inet lab ${hook} ${rule}`,
      ]),
    firewall,
    async knob(host, name, value) {
      await run(host, ['sh', '-c', '[ ! -e "/proc/sys/$0" ] || echo "$1" > "/proc/sys/$0"', name, String(value)])
    },
    async close() {
      await Promise.all(programs.map((program) => program.stop()))
      for (const host of hostNames) await removeNamespace(nameOf(host))
    },
  }
  try {
    await build(world, layout(nameOf))
  } catch (error) {
    await clearAway((name) => hostNames.some((host) => name === nameOf(host)))
    throw error
  }
  return world
}

async function build(world: World, { namespaces, links, hosts, knobs }: Layout): Promise<void> {
  await call('ip', ['-batch', '-'], namespaces.join('\n'))
  for (const [name, lines] of [links, ...hosts]) await call('ip', ['-n', name, '-batch', '-'], lines.join('\n'))
  for (const [host, name, value] of knobs) await world.knob(host, name, value)
}

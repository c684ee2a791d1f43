import { fileURLToPath } from 'node:url'
import type { Chance } from '#shared/clock.ts'
import type { Certified } from './certificates.ts'
import { oneOf } from './chance.ts'
import { addresses, type HostName } from './hosts/addresses.ts'
import type { Program } from './hosts/program.ts'
import type { World } from './hosts/world.ts'
import type { Papers } from './papers.ts'
import {
  readyLine,
  type CrowdOrder,
  type Manner,
  type OriginOrder,
  type Saying,
  type TlsOrder,
} from './programs/order.ts'

/** A site before it breaks: the hosts, and what can be started on them. */
export interface Stage {
  readonly world: World
  readonly papers: Papers
  /** A folder of this site's own, for files that its servers need. */
  readonly folder: string
  /** A name with the lab's mark, for what is no part of a namespace. */
  readonly markedName: string
  /** What a fault leaves to chance comes from its seed. */
  readonly chance: Chance
  /** Starts a server, and resolves when it listens. */
  readonly serve: (wanted?: Wanted) => Promise<Program>
  /** The same by https with a good certificate. */
  readonly serveTls: (wanted?: Wanted) => Promise<Program>
  /** Others who come to a host's port, and resolves when as many of them are in as were said. */
  readonly crowd: (
    from: HostName,
    order: Omit<CrowdOrder, 'host' | 'port'> & { readonly port?: number },
  ) => Promise<Program>
  /** Has the name server say something from now on. */
  readonly name: (says: Saying) => Promise<void>
}

export interface Wanted {
  readonly on?: HostName
  readonly manner?: Manner
  readonly host?: string
  readonly port?: number
  readonly backlog?: number
  readonly tls?: TlsOrder | undefined
  /** How many files its process may have open. */
  readonly fileLimit?: number
}

const programFile = (name: string): string => fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url))

type Given = Pick<Stage, 'world' | 'papers' | 'folder' | 'markedName' | 'chance'>

export function openStage({ world, papers, folder, markedName, chance }: Given): Stage {
  const server = oneOf(chance, 'nginx', 'Apache', 'Caddy', 'origin')
  const start = async (host: HostName, name: string, order: unknown, before: readonly string[] = []) => {
    const program = world.start(host, [...before, process.execPath, programFile(name), JSON.stringify(order)])
    await program.prints(new RegExp(`^${readyLine}$`, 'm'))
    return program
  }
  let names: Program | undefined
  const serve = ({ on = 'origin', fileLimit, ...wanted }: Wanted = {}): Promise<Program> => {
    const order: OriginOrder = { manner: 'answers', host: '0.0.0.0', port: 80, server, ...wanted }
    return start(on, 'origin', order, fileLimit === undefined ? [] : limited(fileLimit))
  }
  return {
    world,
    papers,
    folder,
    markedName,
    chance,
    serve,
    serveTls: ({ tls, ...wanted } = {}) => serve({ port: 443, ...wanted, tls: { ...papersOf(papers.good), ...tls } }),
    crowd: (from, order) => start(from, 'crowd', { host: addresses.origin, port: 80, ...order }),
    async name(says) {
      await names?.stop()
      names = await start('router', 'names', { host: addresses.names, says })
    },
  }
}

export function papersOf({ certificate, key }: Certified): Certified {
  return { certificate, key }
}

/** A process with a limit of open files, as a unit with `LimitNOFILE` has it. */
function limited(fileLimit: number): readonly string[] {
  return ['sh', '-c', `ulimit -n ${fileLimit}; exec "$@"`, 'sh']
}

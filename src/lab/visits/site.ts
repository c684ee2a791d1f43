import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chance } from '#shared/clock.ts'
import { holdfastFile } from '../holdfast-file.ts'
import { addresses, visitedName } from '../hosts/addresses.ts'
import type { Place } from '../hosts/in-world.ts'
import { statOf } from '../hosts/stat.ts'
import { openStage } from '../stage.ts'
import type { Papers } from '../papers.ts'
import type { Part, VisitedSite } from './visit-fault.ts'

const ports: Readonly<Record<Part, number>> = { edge: 8520, server: 8521, status: 8522 }

export interface OpenSiteOptions extends Place {
  readonly papers: Papers
  readonly chance: Chance
}

/**
 * Starts a whole Holdfast on the origin, and a server that is none of it on the other host. Holdfast listens on its own machine's
 * loopback alone; the origin passes on to it what comes from outside, as a tunnel of an operator's does.
 */
export async function openVisitedSite(options: OpenSiteOptions): Promise<VisitedSite> {
  const { world, folder, chance } = options
  const stage = openStage(options)
  await stage.serve({ on: 'other' })
  await world.knob('origin', 'net/ipv4/conf/all/route_localnet', 1)
  await world.firewall('origin', [
    'add table ip lab-nat',
    'add chain ip lab-nat prerouting { type nat hook prerouting priority -100; }',
    `add rule ip lab-nat prerouting tcp dport 80 dnat to 127.0.0.1:${ports.edge}`,
  ])
  const settings = [
    `HOLDFAST_DATA_DIR=${join(folder, 'data')}`,
    'HOLDFAST_OPEN=false',
    'HOLDFAST_LOOK=false',
    `HOLDFAST_ELSEWHERE_URL=http://${addresses.other}/`,
  ]
  const parts = Object.entries(ports).flatMap(([part, port]) => [`--${part}-port`, String(port)])
  const up = world.start('origin', ['env', ...settings, process.execPath, holdfastFile, 'up', ...parts])
  await up.prints(/^Open /m)
  return {
    world,
    chance,
    portOf: (part) => ports[part],
    async takeAway(part) {
      // Whoever would start it anew stands still.
      up.signal('SIGSTOP')
      process.kill(childOf(up.pid, part), 'SIGKILL')
      return async () => up.signal('SIGCONT')
    },
    async freeze(part) {
      const pid = childOf(up.pid, part)
      process.kill(pid, 'SIGSTOP')
      return async () => process.kill(pid, 'SIGCONT')
    },
    stranger: (port) => stage.serve({ on: 'other', port }),
  }
}

/** Where the visitor's browser finds it. */
export const visitedAddress: string = `http://${visitedName}`

/** A process of Holdfast's by its name, found as an operator would. */
function childOf(parent: number, part: Part): number {
  const found = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && isPart(entry, parent, part))
  if (found === undefined) throw new Error(`the visited site has no ${part}`)
  return Number(found)
}

function isPart(pid: string, parent: number, part: Part): boolean {
  try {
    const isChild = statOf(pid)?.[1] === String(parent)
    return isChild && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`holdfast.js\0${part}\0`)
  } catch {
    return false // It ended while we looked.
  }
}

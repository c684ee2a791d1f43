import { readFileSync } from 'node:fs'
import { statOf } from './stat.ts'

/** Whose a namespace or a folder of the lab is: a process of this start of the machine. A number alone may be given out again. */
export interface Mark {
  /** The first eight digits of the machine's boot id. */
  readonly boot: string
  readonly pid: number
  /** When the process began, in ticks since the machine did. */
  readonly born: string
}

const prefix = 'holdfast-lab'

/** `holdfast-lab-<boot>-<pid>-<born>-<rest>`. */
export function markedName({ boot, pid, born }: Mark, rest: string): string {
  return [prefix, boot, pid, born, rest].join('-')
}

/** The mark in a name; undefined when the lab did not give it. */
export function markIn(name: string): Mark | undefined {
  const [, boot, pid, born] = /^holdfast-lab-([0-9a-f]{8})-(\d+)-(\d+)-/.exec(name) ?? []
  return boot === undefined || born === undefined ? undefined : { boot, pid: Number(pid), born }
}

export function ownMark(): Mark {
  const born = bornOf(process.pid)
  if (born === undefined) throw new Error('/proc cannot be read: the lab needs Linux with /proc')
  return { boot: bootMark(), pid: process.pid, born }
}

/** Whether the process that made something is still there. */
export function isOwned({ boot, pid, born }: Mark): boolean {
  return boot === bootMark() && bornOf(pid) === born
}

function bootMark(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
}

function bornOf(pid: number): string | undefined {
  return statOf(pid)?.[19]
}

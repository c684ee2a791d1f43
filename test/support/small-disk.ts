import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of its own, so small that a test can fill it. */
export interface SmallDisk {
  readonly folder: string
  /** Takes the last free byte. */
  readonly fill: () => void
  readonly free: () => void
  /** From now on it can only be read. Nothing on it may be open for writing. */
  readonly freeze: () => void
  readonly close: () => void
}

/** Undefined where this user may not mount one. */
export function openSmallDisk(sizeBytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true })
    return undefined // no root here, or no mount
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: () => fill(filler),
    free: () => rmSync(filler),
    freeze: () => void execFileSync('mount', ['-o', 'remount,ro', folder]),
    close() {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    },
  }
}

function fill(file: string): void {
  for (let sizeBytes = 65_536; sizeBytes >= 1; sizeBytes /= 2) {
    while (fits(file, sizeBytes));
  }
}

function fits(file: string, sizeBytes: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(sizeBytes), { flag: 'a' })
    return true
  } catch {
    return false // no space left
  }
}

import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { markedName, type Mark } from './mark.ts'
import { openWorld, type World } from './world.ts'

export interface WorldOrder {
  readonly mark: Mark
  /** No two worlds of one process have the same. */
  readonly number: number
}

export interface Place {
  readonly world: World
  /** For files of this world alone. */
  readonly folder: string
  /** A name with the lab's mark, for what is no part of a namespace. */
  readonly markedName: string
}

/** Builds a world with a folder, and takes both away when the work in it is over. */
export async function inWorld<T>({ mark, number }: WorldOrder, work: (place: Place) => Promise<T>): Promise<T> {
  const name = markedName(mark, String(number))
  const folder = join(tmpdir(), name)
  await mkdir(folder, { mode: 0o700 })
  try {
    const world = await openWorld(mark, number)
    try {
      return await work({ world, folder, markedName: name })
    } finally {
      await world.close()
    }
  } finally {
    await rm(folder, { recursive: true, maxRetries: 10 })
  }
}

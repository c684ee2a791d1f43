import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { boardSchema, type Board } from '../../src/protocol/board.ts'
import { healthSchema, type Health } from '../../src/protocol/health.ts'
import { closedPort } from '../fixtures/raw-server.ts'
import { until } from '../support/house.ts'
import { startSingle, type Single } from '../support/single.ts'
import { openSmallDisk, type SmallDisk } from '../support/small-disk.ts'

const probe = openSmallDisk(4096)
probe?.close()
const name = 'the status process on a disk that takes nothing'

describe.skipIf(probe === undefined)(probe === undefined ? `${name} (needs the right to mount one)` : name, () => {
  let disk: SmallDisk
  let dead: string

  beforeEach(async () => {
    const opened = openSmallDisk(4 * 1024 * 1024)
    if (opened === undefined) throw new Error('a small disk could be mounted a moment ago')
    disk = opened
    dead = `http://127.0.0.1:${await closedPort()}`
  })
  afterEach(() => disk.close())

  const start = (): Promise<Single> =>
    startSingle('status', ['--status-port', '0'], {
      DATA_DIR: join(disk.folder, 'data'),
      EDGE_URL: dead,
      ORIGIN_URL: dead,
      STATUS_EVERY_MS: '2000',
    })
  const stop = async (status: Single): Promise<void> => {
    status.signal('SIGTERM')
    expect(await status.exited).toBe(0)
  }
  const get = async ({ address }: Single, path: string): Promise<unknown> => (await fetch(address + path)).json()
  const board = async (status: Single): Promise<Board> => boardSchema.parse(await get(status, '/board.json'))
  const health = async (status: Single): Promise<Health> => healthSchema.parse(await get(status, '/healthz'))

  test(
    'tells of an outage all the same, says what it cannot do, and keeps it when there is room',
    { timeout: 240_000 },
    async () => {
      const first = await start()
      disk.fill()
      const id = (await until(async () => (await board(first)).open[0])).id
      expect(await until(async () => (await health(first)).fault)).toBe('disk-full')
      expect(await health(first)).toMatchObject({ state: 'reading' })
      expect((await fetch(first.address)).status).toBe(200)
      disk.free()
      await until(async () => (await health(first)).state === 'ready')
      await stop(first)
      const second = await start()
      expect((await board(second)).open).toMatchObject([{ id }])
      await stop(second)
    },
  )

  test('that can only be read: shows what it knew, and goes on in memory', { timeout: 120_000 }, async () => {
    const first = await start()
    const id = (await until(async () => (await board(first)).open[0])).id
    await stop(first)
    disk.freeze()
    const second = await start()
    expect((await board(second)).open).toMatchObject([{ id }])
    expect(await health(second)).toMatchObject({ state: 'reading' })
    await stop(second)
  })
})

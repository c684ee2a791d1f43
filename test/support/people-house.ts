import type { Board } from '../../src/protocol/board.ts'
import { idMaker, seededChance } from '../../src/shared/ids.ts'
import { boardOf } from '../../src/status/board/board.ts'
import { answering } from '../../src/status/http/answering.ts'
import type { Means } from '../../src/status/means.ts'
import { openPeople, type People } from '../../src/status/people/people.ts'
import type { StatusSettings } from '../../src/status/settings.ts'
import { shortIdMaker } from '../../src/status/short-id.ts'
import { openStore, type Store } from '../../src/status/store/store.ts'
import { openHttpServer } from '../fixtures/http-server.ts'
import { keptLog } from '../fixtures/kept-log.ts'
import { manualClock, type ManualClock } from './clock.ts'
import { usualStatus } from './running-status.ts'

/** What people tell the status process and hear from it, over real HTTP, on a clock that the test moves. */
export interface PeopleHouse {
  /** Where it listens, as `http://127.0.0.1:port`. */
  readonly address: string
  readonly clock: ManualClock
  readonly store: Store
  readonly means: Means
  readonly people: People
  readonly close: () => Promise<void>
}

export const houseServer = 'server000000'
export const houseEdge = 'edge00000000'

const settings: StatusSettings = { ...usualStatus, edge: 'http://127.0.0.1:1', server: null, jitterPercent: 0 }

/** `board` stands in for what the monitor and the operator say. */
export async function openPeopleHouse(
  its: Partial<StatusSettings> = {},
  board?: (address: string) => Board,
): Promise<PeopleHouse> {
  const clock = manualClock(Date.UTC(2026, 10, 29, 12))
  const log = keptLog()
  const store = await openStore(null, { clock, log })
  watch(store)
  const server = await openHttpServer((request, response) => answer(request, response))
  const { address } = server
  const own = meansOf({ ...settings, ...its }, { clock, log, store, address })
  const means = board === undefined ? own : { ...own, board: () => board(address) }
  const people = openPeople(means)
  const answer = answering({ routes: people.routes, doors: means.settings, log })
  return {
    address,
    clock,
    store,
    means,
    people,
    async close() {
      people.stop()
      await server.close()
      store.close()
    },
  }
}

interface Around extends Pick<Means, 'clock' | 'log' | 'store'> {
  readonly address: string
}

function meansOf(its: StatusSettings, { clock, log, store, address }: Around): Means {
  const fill = (bytes: Uint8Array<ArrayBuffer>): unknown => crypto.getRandomValues(bytes)
  const told = new Set<() => void>()
  const facts = { settings: its, store, clock, address: () => address }
  const unseen = { blind: () => null, reportsOf: () => 0, isReported: () => false }
  return {
    ...facts,
    log,
    chance: seededChance(1),
    makeId: idMaker({ now: clock.now, fill }),
    makeShortId: shortIdMaker(fill),
    board: (): Board => boardOf({ ...facts, ...unseen }),
    onChange(tell) {
      told.add(tell)
      return () => void told.delete(tell)
    },
    changed: () => told.forEach((tell) => tell()),
  }
}

/** The edge and the server are what is watched here. */
function watch({ db, write, run }: Store): void {
  const rows = [
    { id: houseEdge, key: 'edge', name: 'Edge', hop: 'edge', position: 1 },
    { id: houseServer, key: 'server', name: 'Chats', hop: 'server', position: 2 },
  ] as const
  const rest = { description: '', group: null, created_at: 0, retired_at: null }
  write(() => rows.forEach((row) => run(db.insertInto('components').values({ ...row, ...rest }))))
}

import { createHash } from 'node:crypto'
import type { Board, BoardComponent, ComponentState } from '#protocol/board.ts'
import { worse } from '../agreed-board.ts'
import { isoOf } from './iso.ts'

/** A component as Statuspage's clients read it. A group is one, too. */
export interface StatuspageComponent {
  readonly id: string
  readonly name: string
  readonly status: ComponentState
  readonly created_at: string
  readonly updated_at: string
  readonly position: number
  readonly description: string | null
  readonly showcase: boolean
  readonly start_date: string | null
  readonly group_id: string | null
  readonly page_id: string
  readonly group: boolean
  readonly only_show_if_degraded: boolean
  /** Those of a group. */
  readonly components?: readonly string[]
}

/** Every component, and before the first of each group a row for the group. */
export function componentRows(board: Board): readonly StatuspageComponent[] {
  const seen = new Set<string>()
  const ordered = board.components.flatMap((component) => {
    const { group } = component
    if (group === null || seen.has(group)) return [component]
    seen.add(group)
    return [group, component]
  })
  return ordered.map((one, index) =>
    typeof one === 'string' ? groupRow(one, board, index + 1) : { ...componentRow(one, board), position: index + 1 },
  )
}

/** One component that an incident names; its place is among all of them. */
export function componentRow(component: BoardComponent, board: Board): StatuspageComponent {
  const { id, name, state, createdAt, since, description, group } = component
  return {
    id,
    name,
    status: state,
    created_at: isoOf(createdAt),
    updated_at: isoOf(since),
    position: board.components.indexOf(component) + 1,
    description: description === '' ? null : description,
    showcase: true,
    start_date: isoOf(createdAt).slice(0, 10),
    group_id: group === null ? null : groupId(group, board),
    page_id: board.id,
    group: false,
    only_show_if_degraded: false,
  }
}

function groupRow(group: string, board: Board, position: number): StatuspageComponent {
  const members = board.components.filter((component) => component.group === group)
  return {
    id: groupId(group, board),
    name: group,
    status: members.map(({ state }) => state).reduce((a, b) => worse(a, b), 'operational'),
    created_at: isoOf(Math.min(...members.map(({ createdAt }) => createdAt))),
    updated_at: isoOf(Math.max(...members.map(({ since }) => since))),
    position,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: board.id,
    group: true,
    only_show_if_degraded: false,
    components: members.map(({ id }) => id),
  }
}

/** The board knows groups by their names; clients want an id that stays. */
function groupId(group: string, { id }: Board): string {
  const hash = createHash('sha256').update(`${id}\n${group}`).digest()
  return hash.readBigUInt64BE().toString(36).padStart(13, '0').slice(-12)
}

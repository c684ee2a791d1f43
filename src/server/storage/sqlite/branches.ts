import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../database/tables.ts'
import type { Query } from '#sqlite/query.ts'

export interface MessageRow {
  readonly id: string
  readonly chat_id: string
  readonly parent_id: string | null
  readonly role: 'user' | 'assistant'
  readonly text: string
  readonly created_at: number
}

/** Walks the tree of a chat's messages. */
export interface Branches {
  /** From this message up to the beginning, `limit` at most, youngest first. */
  readonly up: (messageId: string, limit: number) => readonly MessageRow[]
  /** The end of the branch below this message: its youngest child's youngest child, and so on. */
  readonly endBelow: (messageId: string) => string
}

export function branchesOf(records: Kysely<Tables>, query: Query): Branches {
  return {
    up: (messageId, limit) =>
      query.all(
        records
          .withRecursive('up', (db) =>
            db
              .selectFrom('messages')
              .selectAll('messages')
              .select(sql<number>`0`.as('distance'))
              .where('messages.id', '=', messageId)
              .unionAll(
                db
                  .selectFrom('messages')
                  .innerJoin('up', 'up.parent_id', 'messages.id')
                  .selectAll('messages')
                  .select(sql<number>`up.distance + 1`.as('distance'))
                  .where('up.distance', '<', limit - 1),
              ),
          )
          .selectFrom('up')
          .select(['id', 'chat_id', 'parent_id', 'role', 'text', 'created_at'])
          .orderBy('distance'),
      ),

    endBelow(messageId) {
      const end = query.first(
        records
          .withRecursive('down', (db) =>
            db
              .selectFrom('messages')
              .select(['messages.id', sql<number>`0`.as('distance')])
              .where('messages.id', '=', messageId)
              .unionAll(
                db
                  .selectFrom('down')
                  .innerJoin('messages', (join) =>
                    join.on(
                      'messages.id',
                      '=',
                      sql<string>`(
                      select child.id from messages as child where child.parent_id = down.id
                      order by child.created_at desc, child.id desc limit 1)`,
                    ),
                  )
                  .select(['messages.id', sql<number>`down.distance + 1`.as('distance')]),
              ),
          )
          .selectFrom('down')
          .select('id')
          .orderBy('distance', 'desc')
          .limit(1),
      )
      return end?.id ?? messageId
    },
  }
}

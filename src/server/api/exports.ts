import { Hono } from 'hono'
import type { Chat } from '#protocol/chats.ts'
import { exportQuerySchema, sealedExportSchema } from '#protocol/imports.ts'
import type { Log } from '#shared/log.ts'
import { exported, exportTypes, type ExportMeans, type ExportOrder } from '../archive/export.ts'
import { describeReading, describeSending } from './describe.ts'
import { fault, type ServerContext, type ServerEnv } from './respond.ts'
import { valid } from './validate.ts'

export interface ExportRouteMeans extends ExportMeans {
  readonly logger: Log
}

/** Stories to take away. */
export function exportRoutes(means: ExportRouteMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()

  app.get(
    '/export',
    describeReading({
      summary: 'Chats as a file: an archive that can be imported again (zip, jsonl), or a text to read',
      status: 200,
      files: Object.values(exportTypes),
      faults: ['invalid-request', 'unknown-chat'],
    }),
    valid('query', exportQuerySchema),
    async (c) => {
      const { format = 'zip', chat } = c.req.valid('query')
      const chats = await chatsNamed(means, typeof chat === 'string' ? [chat] : chat)
      return chats === 'unknown' ? fault(c, 'unknown-chat') : send(c, means, { format, chats, passphrase: undefined })
    },
  )

  app.post(
    '/export',
    describeSending({
      summary: 'Chats as an archive that is sealed with a passphrase',
      status: 200,
      files: [exportTypes.sealed],
      faults: ['unknown-chat'],
    }),
    valid('json', sealedExportSchema),
    async (c) => {
      const { format = 'zip', chats: ids, passphrase } = c.req.valid('json')
      const chats = await chatsNamed(means, ids)
      return chats === 'unknown' ? fault(c, 'unknown-chat') : send(c, means, { format, chats, passphrase })
    },
  )

  return app
}

/** Undefined: all of them. */
export type ChosenChats = readonly Chat[] | undefined

export async function chatsNamed(
  { storage }: Pick<ExportRouteMeans, 'storage'>,
  ids: readonly string[] | undefined,
): Promise<ChosenChats | 'unknown'> {
  if (ids === undefined) return undefined
  const chats = await Promise.all([...new Set(ids)].map((id) => storage.chat(id)))
  const known = chats.filter((chat) => chat !== undefined)
  return known.length === chats.length ? known : 'unknown'
}

/** Who watches a file go out. */
export interface Departure {
  readonly onPart: (sizeBytes: number) => void
  /** True: all of it went out. False: it broke, or nobody reads on. */
  readonly onEnd: (isWhole: boolean) => void
}

const unwatched: Departure = { onPart: () => undefined, onEnd: () => undefined }

/** Answers with a file to save. */
export function send(
  c: ServerContext,
  means: ExportRouteMeans,
  order: ExportOrder,
  departure: Departure = unwatched,
): Response {
  const { contentType, disposition, bytes } = exported(means, order)
  const body = pulled(bytes, departure, (error) => {
    means.logger.error('export-broke', { requestId: c.get('requestId'), error: String(error) })
  })
  return c.body(body, 200, { 'Content-Type': contentType, 'Content-Disposition': disposition })
}

/** A body that is made as fast as it is read, and no longer than somebody reads it. */
function pulled(
  bytes: AsyncGenerator<Uint8Array>,
  { onPart, onEnd }: Departure,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await bytes.next()
          if (next.done === true) {
            controller.close()
            onEnd(true)
          } else {
            controller.enqueue(next.value)
            onPart(next.value.length)
          }
        } catch (error) {
          onEnd(false)
          // The status has gone out long ago: the connection is cut, and a file that was cut off is seen to be one.
          onFailure(error)
          controller.error(error)
        }
      },
      async cancel() {
        onEnd(false)
        await bytes.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

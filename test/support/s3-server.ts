import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'

/** The only keys that the server takes. */
export const s3Keys = { keyId: 'S3RVER', secret: 'S3RVER' } as const

/** A server that speaks S3, with one bucket. */
export interface S3Server {
  /** The address of a folder in the bucket, as the setting `backupTo` has it. */
  readonly to: (folder: string) => string
  readonly close: () => Promise<void>
}

const bucket = 'stories'

export async function startS3(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-s3-'))
  const buckets = [{ name: bucket }]
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: buckets })
  const { port } = await server.run()
  return {
    to: (folder) => `s3://${bucket}/${folder}?endpoint=http://127.0.0.1:${port}`,
    async close() {
      await server.close()
      await rm(directory, { recursive: true })
    },
  }
}

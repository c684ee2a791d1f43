import type { Server } from 'node:http'
import { cannotListen } from '#shared/cannot-listen.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { codeOf } from './error-code.ts'

export interface Place {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
}

/** Listens, and tells where, as `http://host:port`. The error is one sentence for the operator. */
export function listen(server: Server, { host, port }: Place): Promise<Outcome<string, string>> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(fail(cannotListen('edgePort', { host, port, code: codeOf(error) }))))
    server.listen({ host, port }, () => {
      const bound = server.address()
      const actual = typeof bound === 'object' && bound !== null ? bound.port : port
      resolve(ok(`http://${host.includes(':') ? `[${host}]` : host}:${actual}`))
    })
  })
}

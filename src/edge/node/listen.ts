import { cannotListen } from '#shared/cannot-listen.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Door } from './door.ts'
import { codeOf } from './error-code.ts'

export interface Place {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
}

/** Listens, and tells where, as `http://host:port`. The error is one sentence for the operator. */
export function listen({ server, scheme }: Door, { host, port }: Place): Promise<Outcome<string, string>> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(fail(cannotListen('edgePort', { host, port, code: codeOf(error) }))))
    server.listen({ host, port }, () => {
      const bound = server.address()
      const actual = typeof bound === 'object' && bound !== null ? bound.port : port
      resolve(ok(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${actual}`))
    })
  })
}

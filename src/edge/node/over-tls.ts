import { isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls'
import type { TlsToOrigin } from '../settings.ts'

/** Begins TLS on a connection that is open. `name` is a name or a literal address. */
export function overTls(socket: Socket, tls: TlsToOrigin, name: string): TLSSocket {
  const isName = isIP(name) === 0
  return connect({
    socket,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: tls.isStrict,
    // RFC 6066 §3 knows names alone; a literal address is looked for in the certificate all the same.
    ...(isName ? { servername: name } : {}),
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
    ...(tls.ca === null ? {} : { ca: tls.ca }),
    ...(tls.identity === null ? {} : { cert: tls.identity.certificate, key: tls.identity.key }),
  })
}

import * as z from 'zod/mini'
import type { Connection } from '../observe/trace.ts'

/** What Cloudflare tells a Worker of the connection by which a request came; nothing where the runtime runs elsewhere. */
const cfSchema = z.object({ httpProtocol: z.optional(z.string()), tlsVersion: z.optional(z.string()) })

export function connectionOf(request: Request & { readonly cf?: unknown }): Connection {
  const told = cfSchema.safeParse(request.cf)
  const { httpProtocol, tlsVersion } = told.success ? told.data : {}
  return {
    scheme: request.url.startsWith('https:') ? 'https' : 'http',
    httpVersion: httpProtocol?.replace(/^HTTP\//, ''),
    tls: tlsVersion,
  }
}

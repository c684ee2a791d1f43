import type { Certified } from '../certificates.ts'
import type { Fault } from '../fault.ts'
import { addresses } from '../hosts/addresses.ts'
import type { Papers } from '../papers.ts'
import type { TlsOrder } from '../programs/order.ts'
import { papersOf, type Wanted } from '../stage.ts'
import { replaced, stopped } from './answers.ts'

/** The handshake fails (525), or the certificate is not right (526). */
export const encryption: readonly Fault[] = [
  {
    id: '25',
    title: 'The name leads to a machine with the certificate of another site',
    isTls: true,
    names: { addresses: [addresses.other] },
    async make(stage) {
      await stage.serveTls()
      await stage.serveTls({ on: 'other', tls: papersOf(stage.papers.ofAnother) })
      return () => stage.name({ addresses: [addresses.origin] })
    },
  },
  {
    id: '31',
    title: 'The process is stopped, and is asked by https',
    isTls: true,
    make: async (stage) => stopped(await stage.serveTls()),
  },
  certified('50', 'The certificate has run out', ({ expired }) => expired),
  certified('51', 'The certificate is not valid yet', ({ early }) => early),
  certified('52', 'The certificate is signed by itself', ({ selfSigned }) => selfSigned),
  certified('53', 'The certificate is by an authority that nobody knows', ({ untrusted }) => untrusted),
  certified('54', 'The certificate is for another name', ({ ofAnother }) => ofAnother),
  secured('55', 'The port for https speaks plain HTTP', () => ({ tls: undefined })),
  {
    id: '56',
    title: 'The port for http speaks TLS',
    async make(stage) {
      const server = await stage.serveTls({ port: 80 })
      return replaced(stage, server)
    },
  },
  handshaking('57', 'The server knows TLS 1.1 at most', () => ({ mostVersion: 'TLSv1.1' })),
  // Its key is one for elliptic curves, so that it shares no suite that wants RSA with anybody.
  handshaking('58', 'The server shares no cipher with anybody', () => ({
    mostVersion: 'TLSv1.2',
    ciphers: 'ECDHE-RSA-AES128-GCM-SHA256',
  })),
  handshaking('59', 'The server wants a certificate of whoever asks', ({ clientAuthority }) => ({ clientAuthority })),
  handshaking('5a', 'The server refuses the name in the handshake', () => ({ refusesNames: true })),
  secured('5b', 'The server resets in the handshake', () => ({ manner: 'resets-on-request', tls: undefined })),
  secured('5c', 'The server is silent in the handshake', () => ({ manner: 'silent', tls: undefined })),
]

function certified(id: string, title: string, of: (papers: Papers) => Certified): Fault {
  return secured(id, title, (papers) => ({ tls: papersOf(of(papers)) }))
}

function handshaking(id: string, title: string, of: (papers: Papers) => Partial<TlsOrder>): Fault {
  return secured(id, title, (papers) => ({ tls: { ...papersOf(papers.good), ...of(papers) } }))
}

function secured(id: string, title: string, wanted: (papers: Papers) => Wanted): Fault {
  return {
    id,
    title,
    isTls: true,
    async make(stage) {
      const server = await stage.serve({ port: 443, ...wanted(stage.papers) })
      return replaced(stage, server, { port: 443 })
    },
  }
}

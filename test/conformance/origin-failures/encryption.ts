import type { TlsOptions } from 'node:tls'
import { certifiedServer } from '../../fixtures/certified-server.ts'
import { authority, selfSigned, type Certified } from '../../fixtures/certificates.ts'
import { beSilent, close, say, tear, type Act, type EdgeToldTo, type OriginFailure, type Stage } from './failure.ts'

const failed = { phase: 'tls', fault: 'origin-tls-failed' } as const
const day = 86_400_000
const past = { from: new Date(Date.now() - 60 * day), until: new Date(Date.now() - 30 * day) }
const future = { from: new Date(Date.now() + 30 * day), until: new Date(Date.now() + 60 * day) }

/** An alert of TLS (RFC 8446 §6): fatal, and why. */
const alert = (description: number): Act => say(new Uint8Array([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, description]))

/** A connection comes about, and no encryption over it. */
const handshakes: readonly OriginFailure[] = [
  hello('speaks plain HTTP where TLS should be', say('HTTP/1.1 400 Bad Request\r\n\r\n'), 'not-tls'),
  hello('speaks SSH where TLS should be', say('SSH-2.0-OpenSSH_9.2\r\n'), 'not-tls'),
  hello('closes on the first word of TLS', close, 'closed'),
  hello('tears the connection on the first word of TLS', tear, 'reset'),
  hello('says nothing to the first word of TLS', beSilent, 'silent', { rings: 'connectMs' }),
  hello('shares no cipher with the edge', alert(40), 'no-agreement'),
  hello('wants another version of TLS', alert(70), 'no-agreement'),
  hello('has failed inside', alert(80), 'no-agreement'),
  hello('does not know the name that is asked for', alert(112), 'no-agreement'),
  hello('wants another protocol inside TLS', alert(120), 'no-agreement'),
  {
    ...hello('calls the certificate of the edge bad', alert(42), 'certificate-wanted'),
    fault: 'origin-wants-certificate',
  },
  hello(
    'begins a handshake and closes',
    say(new Uint8Array([0x16, 0x03, 0x03, 0x00, 0x50, 0x02])),
    'closed',
    {},
    close,
  ),
  {
    name: 'a server that takes the edge for too old',
    ...failed,
    kind: 'no-agreement',
    open: (stage) =>
      serving(stage, stage.trusted.certify(good), { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' }),
  },
  {
    name: 'a server that has no certificate for the name',
    ...failed,
    kind: 'closed',
    open: (stage) =>
      serving(stage, stage.trusted.certify(good), { SNICallback: (_, done) => done(new Error('no such name')) }),
  },
]

const good = { name: 'origin.test', names: ['origin.test'], addresses: ['127.0.0.1'] }

const faultOf = {
  expired: 'origin-certificate-expired',
  early: 'origin-certificate-early',
  untrusted: 'origin-certificate-untrusted',
  misnamed: 'origin-certificate-misnamed',
} as const

/** Encryption would come about, and the edge does not believe the other side, or the other side the edge. */
const certificates: readonly OriginFailure[] = [
  proving('has expired', 'expired', (stage) => stage.trusted.certify({ ...good, ...past })),
  proving('is not valid yet', 'early', (stage) => stage.trusted.certify({ ...good, ...future })),
  proving('vouches for itself', 'untrusted', () => selfSigned(good)),
  proving('is of an authority that nobody knows', 'untrusted', () => authority({ name: 'Nobody' }).certify(good)),
  proving('comes without the authority between', 'untrusted', (stage) => {
    return stage.trusted.authorize({ name: 'In between' }).certify(good)
  }),
  proving('comes with the authority that vouches for itself', 'untrusted', () => {
    const unknown = authority({ name: 'Nobody' })
    const { certificate, key } = unknown.certify(good)
    return { certificate: certificate + unknown.certificate, key }
  }),
  proving('is for another name', 'misnamed', (stage) => {
    return stage.trusted.certify({ name: 'other.test', names: ['other.test'] })
  }),
  proving('is for another address', 'misnamed', (stage) => {
    return stage.trusted.certify({ name: '127.0.0.2', addresses: ['127.0.0.2'] })
  }),
  {
    name: 'a server that wants a certificate of the edge (TLS 1.3)',
    phase: 'headers',
    kind: 'certificate-wanted',
    fault: 'origin-wants-certificate',
    open: (stage) => serving(stage, stage.trusted.certify(good), { requestCert: true, ca: stage.trusted.certificate }),
  },
  {
    // Node takes such a certificate, looks at it, and closes without a word of why.
    name: 'a server that does not believe the certificate of the edge, and says nothing of it',
    phase: 'headers',
    kind: 'closed',
    fault: 'origin-empty',
    async open(stage) {
      const told = await serving(stage, stage.trusted.certify(good), {
        requestCert: true,
        ca: stage.trusted.certificate,
      })
      const identity = authority({ name: 'Nobody' }).certify({ name: 'edge' })
      return { ...told, originTls: { ...trusting(stage), identity } }
    },
  },
]

export const encryption: readonly OriginFailure[] = [...handshakes, ...certificates]

function hello(name: string, act: Act, kind: OriginFailure['kind'], told: EdgeToldTo = {}, then?: Act): OriginFailure {
  return {
    name: `a server that ${name}`,
    ...failed,
    kind,
    async open(stage) {
      const address = await stage.raw((socket) => {
        socket.once('data', () => {
          act(socket)
          then?.(socket)
        })
      })
      return { origin: address.replace('http:', 'https:'), ...told }
    },
  }
}

function proving(name: string, kind: keyof typeof faultOf, its: (stage: Stage) => Certified): OriginFailure {
  const open = (stage: Stage): Promise<EdgeToldTo> => serving(stage, its(stage))
  return { name: `a certificate that ${name}`, phase: 'tls', kind, fault: faultOf[kind], open }
}

const trusting = (stage: Stage) =>
  ({ serverName: 'origin.test', ca: stage.trusted.certificate, identity: null, isStrict: true }) as const

async function serving(stage: Stage, its: Certified, options: TlsOptions = {}): Promise<EdgeToldTo> {
  const server = await certifiedServer(its, options)
  stage.onClose(server.close)
  return { origin: server.address, originTls: trusting(stage) }
}

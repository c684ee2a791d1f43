import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

export interface Certified {
  readonly certificate: string
  readonly key: string
}

export interface Wanted {
  /** The name of the machine or of the authority. */
  readonly name: string
  /** The names and literal IPv4 addresses under which a machine may be asked for. */
  readonly names?: readonly string[]
  readonly addresses?: readonly string[]
  readonly from?: Date
  readonly until?: Date
}

/** Whoever may vouch for others: itself, or named by another authority. */
export interface Authority extends Certified {
  readonly certify: (wanted: Wanted) => Certified
  readonly authorize: (wanted: Wanted) => Authority
}

/** An authority that vouches for itself, made anew, so that no key stands in the repository and nothing ever expires. */
export function authority(wanted: Wanted): Authority {
  const own = keys()
  return authorityWith(own, wanted.name, issued(wanted, own, { ...own, name: wanted.name }, true))
}

/** A machine that vouches for itself. */
export function selfSigned(wanted: Wanted): Certified {
  const own = keys()
  return certified(own, issued(wanted, own, { ...own, name: wanted.name }, false))
}

interface Keys {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

interface Signer extends Keys {
  readonly name: string
}

const keys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' })

function authorityWith(own: Keys, name: string, certificate: Buffer): Authority {
  const signer = { ...own, name }
  return {
    ...certified(own, certificate),
    certify(wanted) {
      const its = keys()
      return certified(its, issued(wanted, its, signer, false))
    },
    authorize(wanted) {
      const its = keys()
      return authorityWith(its, wanted.name, issued(wanted, its, signer, true))
    },
  }
}

function certified({ privateKey }: Keys, certificate: Buffer): Certified {
  const lines = certificate.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const day = 86_400_000

/** A certificate as RFC 5280 §4.1 has it. */
function issued(wanted: Wanted, { publicKey }: Keys, signer: Signer, isAuthority: boolean): Buffer {
  const from = wanted.from ?? new Date(Date.now() - day)
  const until = wanted.until ?? new Date(Date.now() + 30 * day)
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf(signer.name),
    sequence(timeOf(from), timeOf(until)),
    nameOf(wanted.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(wanted, isAuthority))),
  )
  return sequence(body, algorithm, bits(sign('sha256', body, signer.privateKey)))
}

function extensions({ names = [], addresses = [] }: Wanted, isAuthority: boolean): readonly Buffer[] {
  const basic = extension('2.5.29.19', isAuthority ? sequence(tagged(0x01, Buffer.from([0xff]))) : sequence())
  const alternatives = [
    ...names.map((name) => tagged(0x82, Buffer.from(name))),
    ...addresses.map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number)))),
  ]
  return alternatives.length === 0 ? [basic] : [basic, extension('2.5.29.17', sequence(...alternatives))]
}

// DER (X.690): a tag, a length, and what is inside.
function tagged(tag: number, ...inside: readonly Buffer[]): Buffer {
  const content = Buffer.concat(inside)
  const { length } = content
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content])
  const size = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...inside: readonly Buffer[]): Buffer => tagged(0x30, ...inside)
const integer = (value: Buffer): Buffer => tagged(0x02, value)
const bits = (value: Buffer): Buffer => tagged(0x03, Buffer.from([0]), value)
const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), tagged(0x04, value))

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inBase128)]))
}

function inBase128(number: number): readonly number[] {
  const digits = [number & 0x7f]
  for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80)
  return digits
}

function nameOf(name: string): Buffer {
  return sequence(tagged(0x31, sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from(name)))))
}

function timeOf(moment: Date): Buffer {
  return tagged(0x18, Buffer.from(`${moment.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`))
}

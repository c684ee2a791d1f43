/** What a visitor brings along: who they are to the gate, and what they had. */
export interface Place {
  readonly id: string
  /** Whether they have been let in. */
  readonly isInside: boolean
  /** Since when they wait, by the clocks of the edges; 0: they do not. */
  readonly since: number
  /** When an edge last saw them. */
  readonly seenAt: number
  /** The number in line that they were told; 0: none. */
  readonly told: number
}

/** Makes places that only edges with the same key can make, and reads no others. */
export interface PlaceSeal {
  readonly seal: (place: Place) => Promise<string>
  readonly open: (text: string) => Promise<Place | undefined>
}

const version = '1'
const algorithm = { name: 'HMAC', hash: 'SHA-256' } as const
const encoder = new TextEncoder()

export function placeSeal(secret: string): PlaceSeal {
  // The secret may serve for something else, too: what is signed here must be good for nothing there.
  const bytes = encoder.encode(`holdfast place ${secret}`)
  const key = crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify'])
  return {
    async seal(place) {
      const text = written(place)
      const signature = await crypto.subtle.sign(algorithm.name, await key, encoder.encode(text))
      return `${text}.${hexOf(new Uint8Array(signature))}`
    },
    async open(text) {
      const end = text.lastIndexOf('.')
      const place = read(text.slice(0, end))
      const signature = bytesOf(text.slice(end + 1))
      if (place === undefined || signature === undefined) return undefined
      // Compares in constant time.
      const isOurs = await crypto.subtle.verify(
        algorithm.name,
        await key,
        signature,
        encoder.encode(text.slice(0, end)),
      )
      return isOurs ? place : undefined
    },
  }
}

/** What a place says without proof, for where nothing depends on it. */
export function unprovenPlace(text: string): Place | undefined {
  return read(text.slice(0, text.lastIndexOf('.')))
}

function written({ id, isInside, since, seenAt, told }: Place): string {
  return [version, id, isInside ? 'in' : 'out', ...[since, seenAt, told].map((number) => number.toString(36))].join('.')
}

const form = /^1\.([\w-]{8,64})\.(in|out)\.([\da-z]{1,9})\.([\da-z]{1,9})\.([\da-z]{1,9})$/

function read(text: string): Place | undefined {
  const [, id, where, since, seenAt, told] = form.exec(text) ?? []
  if (id === undefined || since === undefined || seenAt === undefined || told === undefined) return undefined
  const number = (digits: string): number => parseInt(digits, 36)
  return { id, isInside: where === 'in', since: number(since), seenAt: number(seenAt), told: number(told) }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Undefined unless it has the length of a signature, and the one spelling that we write. */
function bytesOf(hex: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\da-f]{64}$/.test(hex)) return undefined
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

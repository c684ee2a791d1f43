import { signer, webMac, type MakeMac } from '../signature.ts'

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

export function placeSeal(secret: string, makeMac: MakeMac = webMac): PlaceSeal {
  const { sign, isSigned } = signer(secret, 'place', makeMac)
  return {
    async seal(place) {
      const text = written(place)
      return `${text}.${await sign(text)}`
    },
    async open(text) {
      const end = text.lastIndexOf('.')
      const place = read(text.slice(0, end))
      if (place === undefined) return undefined
      return (await isSigned(text.slice(0, end), text.slice(end + 1))) ? place : undefined
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

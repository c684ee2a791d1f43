import { crc32, deflateSync } from 'node:zlib'

/** A colour, as red, green and blue. */
export type Colour = readonly [number, number, number]

interface PictureOptions {
  readonly width: number
  readonly height: number
  readonly colourAt: (x: number, y: number) => Colour
  /** Chunks besides those that a picture needs, by type: what cameras and programs write into one. */
  readonly more?: Readonly<Record<string, Uint8Array>>
}

/** A real PNG (https://www.w3.org/TR/png-3/). */
export function makePng({ width, height, colourAt, more = {} }: PictureOptions): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const lines = Array.from({ length: height }, (_line, y) => [
    0,
    ...Array.from({ length: width }, (_pixel, x) => colourAt(x, y)).flat(),
  ])
  const chunks = [
    ['IHDR', head] as const,
    ...Object.entries(more),
    ['IDAT', deflateSync(Buffer.from(lines.flat()))] as const,
    ['IEND', new Uint8Array()] as const,
  ]
  return Buffer.concat([signature, ...chunks.map(([type, data]) => chunk(type, data))])
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex')

function chunk(type: string, data: Uint8Array): Uint8Array {
  const [size, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  size.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, checksum])
}

export const onePixelPng: Uint8Array = makePng({ width: 1, height: 1, colourAt: () => [163, 52, 28] })

/** As far as anybody reads a JPEG who wants to know how large it is: 16 pixels wide, 8 high. */
export const jpegBeginning: Uint8Array = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc0000b080008001001011100ffd9',
  'hex',
)

/** A picture as it stands in a bundle. */
export const bundledPicture = {
  type: 'image/png',
  width: 1,
  height: 1,
  base64: Buffer.from(onePixelPng).toString('base64'),
} as const

import { inflateSync } from 'node:zlib'
import type { Colour } from './some-picture.ts'

export interface ReadPicture {
  readonly width: number
  readonly height: number
  /** The types of its chunks, in their order. */
  readonly chunks: readonly string[]
  readonly colourAt: (x: number, y: number) => Colour
}

/** What is in a PNG of eight bits without a palette, whoever made it. */
export function readPng(bytes: Buffer): ReadPicture {
  const chunks: { readonly type: string; readonly data: Buffer }[] = []
  for (let at = signatureBytes; at < bytes.length;) {
    const size = bytes.readUInt32BE(at)
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + size) })
    at += size + 12
  }
  const dataOf = (wanted: string): Buffer =>
    Buffer.concat(chunks.flatMap(({ type, data }) => (type === wanted ? [data] : [])))
  const head = dataOf('IHDR')
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const perPixel = head[9] === 6 ? 4 : 3
  const pixels = unfiltered(inflateSync(dataOf('IDAT')), { width: width * perPixel, height, perPixel })
  const colourAt = (x: number, y: number): Colour => {
    const at = (y * width + x) * perPixel
    return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]
  }
  return { width, height, chunks: chunks.map(({ type }) => type), colourAt }
}

const signatureBytes = 8

interface Lines {
  /** In bytes. */
  readonly width: number
  readonly height: number
  readonly perPixel: number
}

/** PNG §9.2: each line says how its bytes are told by those to the left and above. */
function unfiltered(lines: Uint8Array, { width, height, perPixel }: Lines): Uint8Array {
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (width + 1)] ?? 0
    for (let x = 0; x < width; x++) {
      const left = x < perPixel ? 0 : (pixels[y * width + x - perPixel] ?? 0)
      const above = y === 0 ? 0 : (pixels[(y - 1) * width + x] ?? 0)
      const corner = y === 0 || x < perPixel ? 0 : (pixels[(y - 1) * width + x - perPixel] ?? 0)
      const told = [0, left, above, (left + above) >> 1, nearestOf(left, above, corner)][filter] ?? 0
      pixels[y * width + x] = (lines[y * (width + 1) + 1 + x] ?? 0) + told
    }
  }
  return pixels
}

function nearestOf(left: number, above: number, corner: number): number {
  const guess = left + above - corner
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((one) => Math.abs(guess - one))
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left
  return (toAbove ?? 0) <= (toCorner ?? 0) ? above : corner
}

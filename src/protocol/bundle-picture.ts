import * as z from 'zod/mini'

/** The longest side of a picture in a bundle, in pixels. Text of a screen can still be read. */
export const mostPictureSide = 1_600
/** With everything else a bundle then still fits where it waits on a device until somebody answers. */
export const mostPictureBytes = 180_000

const pictureTypes = ['image/png', 'image/jpeg'] as const
export type PictureType = (typeof pictureTypes)[number]

const mostLetters = 4 * Math.ceil(mostPictureBytes / 3)
const base64Form = /^[A-Za-z0-9+/]+={0,2}$/
const sideSchema = z.int().check(z.minimum(1), z.maximum(mostPictureSide))

/** One picture that the person added, as their page has drawn it anew. */
export const bundlePictureSchema = z
  .object({
    type: z.enum(pictureTypes),
    width: sideSchema,
    height: sideSchema,
    base64: z.string().check(z.maxLength(mostLetters), z.regex(base64Form)),
  })
  .check(z.refine(isWhatItSays, { error: 'it is not the picture that it says it is' }))
export type BundlePicture = z.infer<typeof bundlePictureSchema>

/** What a file says of itself in its first bytes. */
export interface PictureHead {
  readonly type: PictureType
  readonly width: number
  readonly height: number
}

/** By the bytes alone, whatever anybody calls the file; null for anything that is no PNG or JPEG. */
export function pictureHead(bytes: Uint8Array): PictureHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return pngHead(view) ?? jpegHead(view)
}

/** The bytes of a picture that `bundlePictureSchema` has taken. */
export function pictureBytes({ base64 }: Pick<BundlePicture, 'base64'>): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}

// The sides are compared too: a few bytes may claim to be a picture that fills the memory of whoever looks at it.
function isWhatItSays({ type, width, height, base64 }: Readonly<z.core.output<typeof looseSchema>>): boolean {
  // It is asked even where the form was found wrong.
  if (base64.length > mostLetters || base64.length % 4 !== 0 || !base64Form.test(base64)) return false
  const head = pictureHead(pictureBytes({ base64 }))
  return head !== null && head.type === type && head.width === width && head.height === height
}

const looseSchema = z.object({ type: z.string(), width: z.number(), height: z.number(), base64: z.string() })

const pngBegins = [0x89504e47, 0x0d0a1a0a] as const
const ihdr = 0x49484452

/** PNG §5.2 and §11.2.1 (https://www.w3.org/TR/png-3/). */
function pngHead(view: DataView): PictureHead | null {
  if (view.byteLength < 24) return null
  const isPng = view.getUint32(0) === pngBegins[0] && view.getUint32(4) === pngBegins[1] && view.getUint32(12) === ihdr
  return isPng ? { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) } : null
}

/** ITU T.81 §B.1 and §B.2.2: segments one after the other, until the one that begins the frame. */
function jpegHead(view: DataView): PictureHead | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 9 <= view.byteLength;) {
    const marker = view.getUint16(at)
    if (marker < 0xffc0) return null
    if (isFrame(marker)) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

function isFrame(marker: number): boolean {
  return marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
}

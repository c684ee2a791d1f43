import { mostPictureBytes, mostPictureSide, pictureHead, type BundlePicture } from '#protocol/bundle-picture.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { blackedOut, fitted, leftOf, type Edit, type Size } from './framing.ts'

/** A picture in this page's memory, as nothing but pixels. */
export interface OpenedPicture {
  readonly pixels: HTMLCanvasElement
  /** How large it came. */
  readonly came: Size
}

/**
 * - `no-picture`: the browser knows no picture in it.
 * - `too-large`: it would take too much of the device's memory.
 * - `not-drawn`: the browser lets the page draw nothing, or nothing that is small enough.
 * - `no-screen`: the person or the browser gave no picture of the screen.
 */
export type PictureRefusal = 'no-picture' | 'too-large' | 'not-drawn' | 'no-screen'

export const mostFileBytes = 30_000_000
export const mostPixels = 64_000_000
// A phone has no more than 16 million pixels for a canvas. Whoever crops much still has enough to read.
const mostWorkingSide = 3_000

/** Opens a file, whatever it says that it is. Nothing of it but its pixels goes on from here. */
export async function openPicture(file: Blob): Promise<Outcome<OpenedPicture, PictureRefusal>> {
  if (file.size > mostFileBytes) return fail('too-large')
  const head = pictureHead(new Uint8Array(await file.arrayBuffer()))
  // A small file may unfold to more than the device has.
  if (head !== null && head.width * head.height > mostPixels) return fail('too-large')
  // Whatever is no picture is refused with one of several errors.
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (bitmap === null) return fail('no-picture')
  const came = { width: bitmap.width, height: bitmap.height }
  const pixels = canvasOf(fitted(came, mostWorkingSide))
  const pen = pixels?.getContext('2d')
  if (pixels === null || !pen) return fail('not-drawn')
  // Where it is transparent it shows the same to everybody.
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, pixels.width, pixels.height)
  pen.drawImage(bitmap, 0, 0, pixels.width, pixels.height)
  bitmap.close()
  return ok({ pixels, came })
}

/** What is left of it, with what is blacked out painted over: nothing of that is under the paint. */
export function paintPicture(canvas: HTMLCanvasElement, { pixels }: OpenedPicture, edits: readonly Edit[]): void {
  const { left, top, width, height } = leftOf(pixels, edits)
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (pen === null) return
  pen.drawImage(pixels, left, top, width, height, 0, 0, width, height)
  pen.fillStyle = '#000000'
  for (const area of blackedOut(edits)) pen.fillRect(area.left - left, area.top - top, area.width, area.height)
}

// The best that is small enough. Text is sharpest as PNG; the last is small whatever is on it.
const tries = [
  { type: 'image/png', mostSide: mostPictureSide, quality: 1 },
  { type: 'image/jpeg', mostSide: mostPictureSide, quality: 0.85 },
  { type: 'image/jpeg', mostSide: mostPictureSide, quality: 0.7 },
  { type: 'image/jpeg', mostSide: 1_200, quality: 0.7 },
  { type: 'image/jpeg', mostSide: 800, quality: 0.6 },
  { type: 'image/jpeg', mostSide: 480, quality: 0.4 },
] as const

/** The picture as it is sent. Null when the browser lets the page draw none. */
export async function drawPicture(opened: OpenedPicture, edits: readonly Edit[]): Promise<BundlePicture | null> {
  const painted = document.createElement('canvas')
  paintPicture(painted, opened, edits)
  for (const { type, mostSide, quality } of tries) {
    const small = scaled(painted, fitted(painted, mostSide))
    const blob = small === null ? null : await blobOf(small, type, quality)
    // A browser that cannot make one kind makes a PNG instead.
    if (small === null || blob === null || blob.type !== type || blob.size > mostPictureBytes) continue
    const bytes = new Uint8Array(await blob.arrayBuffer())
    return { type, width: small.width, height: small.height, base64: base64Of(bytes) }
  }
  return null
}

function scaled(painted: HTMLCanvasElement, { width, height }: Size): HTMLCanvasElement | null {
  if (painted.width === width && painted.height === height) return painted
  const canvas = canvasOf({ width, height })
  const pen = canvas?.getContext('2d')
  if (!pen) return null
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(painted, 0, 0, width, height)
  return canvas
}

function canvasOf(size: Size): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), size)
}

function blobOf(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality))
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

import { sheetLimits } from '#protocol/sheet.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { openPicture, type PictureRefusal } from '../support/draw-picture.ts'
import { fitted } from '../support/framing.ts'

const tries = [
  { side: 640, quality: 0.85 },
  { side: 480, quality: 0.75 },
  { side: 320, quality: 0.6 },
]

/** The picture of a file, drawn anew and small enough to go along with a story: a data URL. */
export async function portraitOf(file: Blob): Promise<Outcome<string, PictureRefusal>> {
  const opened = await openPicture(file)
  if (!opened.ok) return opened
  const { pixels } = opened.value
  for (const { side, quality } of tries) {
    const canvas = document.createElement('canvas')
    const { width, height } = fitted({ width: pixels.width, height: pixels.height }, side)
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.drawImage(pixels, 0, 0, width, height)
    const url = canvas.toDataURL('image/jpeg', quality)
    if (url.startsWith('data:image/jpeg') && url.length <= sheetLimits.picture) return ok(url)
  }
  return fail('not-drawn')
}

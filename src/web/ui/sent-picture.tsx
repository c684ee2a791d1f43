import type { JSX } from 'preact'
import { pictureBytes, type BundlePicture } from '#protocol/bundle-picture.ts'
import { sizeWords } from './size-words.ts'

export interface SentPictureProps {
  readonly picture: BundlePicture | undefined
  readonly isBusy: boolean
}

/** The picture from the very bytes that are sent. */
export function SentPicture({ picture, isBusy }: SentPictureProps): JSX.Element {
  if (picture === undefined) return <p class="field-note">{isBusy ? 'It is being drawn…' : 'None goes with it.'}</p>
  const { type, width, height, base64 } = picture
  return (
    <>
      <img
        class="sent-picture"
        src={`data:${type};base64,${base64}`}
        width={width}
        height={height}
        alt="The picture exactly as it is sent"
      />
      <p class="field-note">{drawnWords(picture)}</p>
    </>
  )
}

/** What it is now, in words. */
export function drawnWords({ type, width, height, base64 }: BundlePicture): string {
  const kind = type === 'image/png' ? 'PNG' : 'JPEG'
  return `${width} × ${height} pixels, ${sizeWords(pictureBytes({ base64 }).length)}, ${kind}.`
}

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { BundlePicture } from '#protocol/bundle-picture.ts'
import type { OpenPicture, OwnPicture } from '../state/own-picture.ts'
import { mostFileBytes, mostPixels, type PictureRefusal } from '../support/draw-picture.ts'
import { blackedOut, leftOf } from '../support/framing.ts'
import { canTakeScreen } from '../support/take-screen.ts'
import { PictureEditor } from './picture-editor.tsx'
import { drawnWords } from './sent-picture.tsx'
import { count, sizeWords } from './size-words.ts'
import { storeWords } from './wording.ts'

/** Where a person adds one picture of their own, and takes out of it what is nobody's business. */
export function OwnPictureSection({ picture }: { readonly picture: OwnPicture }): JSX.Element {
  const { open, refusal, notKept } = picture
  usePasting(picture)
  const drop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0]
    if (file === undefined) return
    event.preventDefault()
    void picture.choose(file)
  }
  return (
    <section
      class="card"
      aria-labelledby="own-picture-title"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <h2 id="own-picture-title">Your own picture</h2>
      <p>If it shows what words cannot. Crop it and black out what nobody needs to see.</p>
      <Picker picture={picture} />
      {refusal.value !== null && (
        <p class="field-note" role="alert">
          {refusals[refusal.value]}
        </p>
      )}
      {open.value !== null && <PictureEditor picture={picture} open={open.value} />}
      <p class="field-note" role="status">
        {open.value !== null && whatGoes(open.value, picture.drawn.value)}
      </p>
      {open.value !== null && (
        <p class="field-note">
          Look at it well before you send it: a picture cannot be searched for passwords, names and addresses as your
          words are. It is drawn anew, so what is blacked out is gone from it, and so are the place, time and device
          that a camera writes into a photo.{' '}
          {notKept.value === null
            ? 'Until you remove it, it stays in this browser as you chose it.'
            : `${storeWords(notKept.value)}: if this page is closed, the picture has to be added again.`}
        </p>
      )}
    </section>
  )
}

function Picker({ picture }: { readonly picture: OwnPicture }): JSX.Element {
  return (
    <>
      <label class="field">
        {picture.open.value === null ? 'Choose a picture' : 'Choose another picture'}
        <input
          type="file"
          accept="image/*"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0]
            if (file !== undefined) void picture.choose(file)
            // So that the same file can be chosen again.
            currentTarget.value = ''
          }}
        />
        <span class="field-note">You can also paste one, or drop it here. One goes with it.</span>
      </label>
      {canTakeScreen() && (
        <p>
          <button type="button" class="button" onClick={() => void picture.takeScreen()}>
            Take a picture of the screen
          </button>
        </p>
      )}
    </>
  )
}

/** Wherever on the page somebody pastes a picture, it is meant to go here: the boxes take only text. */
function usePasting(picture: OwnPicture): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'))
      if (file === undefined) return
      event.preventDefault()
      void picture.choose(file)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [picture])
}

const refusals: Readonly<Record<PictureRefusal, string>> = {
  'no-picture': 'Your browser knows no picture in this file, so it was not added. Choose a PNG, JPEG or WebP.',
  'too-large': `This is more than the page opens: ${sizeWords(mostFileBytes)}, or ${mostPixels / 1e6} million pixels. It was not added. Take a picture of the screen, or make it smaller first.`,
  'not-drawn': 'Your browser does not let the page draw this picture anew, so it does not go with it.',
  'no-screen': 'There is no picture of the screen. Choose a file, or paste one.',
}

function whatGoes({ opened, edits }: OpenPicture, drawn: BundlePicture | null): string {
  if (drawn === null) return ''
  const { came, pixels } = opened
  const left = leftOf(pixels, edits)
  const parts = blackedOut(edits).length
  return [
    `What goes with it: ${drawnWords(drawn)}`,
    ...(parts === 0 ? [] : [`Blacked out: ${count(parts, 'part')}.`]),
    ...(edits.some(({ kind }) => kind === 'crop') ? ['Cropped.'] : []),
    ...(drawn.width < left.width || pixels.width < came.width
      ? [`It came with ${came.width} × ${came.height} pixels and was made smaller.`]
      : []),
  ].join(' ')
}

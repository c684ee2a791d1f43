import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { OpenPicture, OwnPicture } from '../state/own-picture.ts'
import { paintPicture } from '../support/draw-picture.ts'
import { drawnOver, edgeOf, edges, leftOf, withEdge, type EdgeName, type Point } from '../support/framing.ts'

export interface PictureEditorProps {
  readonly picture: OwnPicture
  readonly open: OpenPicture
}

/** The picture with a frame on it, drawn by a pointer or moved by its four edges, and what can be done with what is in it. */
export function PictureEditor({ picture, open }: PictureEditorProps): JSX.Element {
  return (
    <>
      <FramedPicture picture={picture} open={open} />
      <fieldset class="frame-edges">
        <legend>The frame: draw it on the picture, or move its edges</legend>
        {edges.map((edge) => (
          <Edge key={edge} edge={edge} picture={picture} open={open} />
        ))}
      </fieldset>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => void picture.edit('black-out')}>
          Black out the frame
        </button>
        <button type="button" class="button" onClick={() => void picture.edit('crop')}>
          Crop to the frame
        </button>
        <button
          type="button"
          class="button"
          aria-disabled={open.edits.length === 0}
          onClick={() => void picture.undo()}
        >
          Undo
        </button>
        <button type="button" class="button danger" onClick={() => void picture.remove()}>
          Remove the picture
        </button>
      </div>
    </>
  )
}

// A finger that only rests on it, or a click, draws nothing.
const leastDrawn = 0.01

function FramedPicture({ picture, open: { opened, edits, frame } }: PictureEditorProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const from = useRef<Point | null>(null)
  const shown = leftOf(opened.pixels, edits)
  useEffect(() => {
    if (canvas.current !== null) paintPicture(canvas.current, opened, edits)
  }, [opened, edits])
  const draw = (event: PointerEvent): void => {
    const to = placeOn(canvas.current, event)
    if (from.current === null || to === null || distance(from.current, to) < leastDrawn) return
    picture.mark(drawnOver(from.current, to, shown))
  }
  const end = (): void => {
    from.current = null
  }
  return (
    <div
      class="framed"
      onPointerDown={(event) => {
        if (!event.isPrimary || event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = placeOn(canvas.current, event)
      }}
      onPointerMove={draw}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Your picture, ${shown.width} × ${shown.height} pixels, with a frame on it`}
      />
      <div
        class="frame"
        style={{
          left: share(frame.left - shown.left, shown.width),
          top: share(frame.top - shown.top, shown.height),
          width: share(frame.width, shown.width),
          height: share(frame.height, shown.height),
        }}
      />
    </div>
  )
}

const edgeNames: Readonly<Record<EdgeName, string>> = {
  left: 'Left edge',
  right: 'Right edge',
  top: 'Top edge',
  bottom: 'Bottom edge',
}
// A key moves an edge by half a hundredth: across any picture in a few seconds.
const steps = 200

function Edge({ picture, open, edge }: PictureEditorProps & { readonly edge: EdgeName }): JSX.Element {
  const shown = leftOf(open.opened.pixels, open.edits)
  const long = edge === 'left' || edge === 'right' ? shown.width : shown.height
  const at = edgeOf(open.frame, shown, edge) / long
  return (
    <label>
      {edgeNames[edge]}
      <input
        type="range"
        min={0}
        max={steps}
        value={Math.round(at * steps)}
        aria-valuetext={`${Math.round(at * 100)} %`}
        onInput={({ currentTarget }) => {
          const to = (Number(currentTarget.value) / steps) * long
          picture.mark(withEdge(open.frame, shown, { edge, to }))
        }}
      />
    </label>
  )
}

function placeOn(canvas: HTMLCanvasElement | null, { clientX, clientY }: PointerEvent): Point | null {
  if (canvas === null) return null
  const { left, top, width, height } = canvas.getBoundingClientRect()
  return { x: (clientX - left) / width, y: (clientY - top) / height }
}

function distance(one: Point, other: Point): number {
  return Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))
}

function share(part: number, whole: number): string {
  return `${(part / whole) * 100}%`
}

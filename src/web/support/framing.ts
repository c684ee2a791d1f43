/** A place in what is shown, as shares of its width and height. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** A part of a picture, in whole pixels of the picture as it was opened. */
export interface Area extends Size {
  readonly left: number
  readonly top: number
}

/** What a person does to a picture, one after the other, so that the last can be taken back. */
export interface Edit {
  readonly kind: 'black-out' | 'crop'
  readonly area: Area
}

/** What is left of the picture: all of it, until somebody crops it. */
export function leftOf({ width, height }: Size, edits: readonly Edit[]): Area {
  return edits.findLast(({ kind }) => kind === 'crop')?.area ?? { left: 0, top: 0, width, height }
}

/** What is painted over. */
export function blackedOut(edits: readonly Edit[]): readonly Area[] {
  return edits.flatMap(({ kind, area }) => (kind === 'black-out' ? [area] : []))
}

/** The part that a pointer was drawn over, rounded outwards: a pixel that was touched at all is in it. */
export function drawnOver(from: Point, to: Point, shown: Area): Area {
  const across = span(from.x, to.x, shown.width)
  const down = span(from.y, to.y, shown.height)
  return { left: shown.left + across.from, top: shown.top + down.from, width: across.long, height: down.long }
}

function span(a: number, b: number, long: number): { readonly from: number; readonly long: number } {
  const inside = (share: number): number => Math.min(1, Math.max(0, share)) * long
  // At least a pixel, also at the very end.
  const from = Math.min(long - 1, Math.floor(Math.min(inside(a), inside(b))))
  return { from, long: Math.max(1, Math.ceil(Math.max(inside(a), inside(b))) - from) }
}

export const edges = ['left', 'right', 'top', 'bottom'] as const
export type EdgeName = (typeof edges)[number]

/** Where an edge of the frame is, in pixels from the left or the top of what is shown. */
export function edgeOf(frame: Area, shown: Area, edge: EdgeName): number {
  const [left, top] = [frame.left - shown.left, frame.top - shown.top]
  return { left, right: left + frame.width, top, bottom: top + frame.height }[edge]
}

/** The frame with one edge elsewhere. It stops a pixel before the edge on the other side. */
export function withEdge(frame: Area, shown: Area, moved: { readonly edge: EdgeName; readonly to: number }): Area {
  const { edge } = moved
  const [left, right] = [edgeOf(frame, shown, 'left'), edgeOf(frame, shown, 'right')]
  const [top, bottom] = [edgeOf(frame, shown, 'top'), edgeOf(frame, shown, 'bottom')]
  const between = (least: number, most: number): number => Math.min(most, Math.max(least, Math.round(moved.to)))
  const now = {
    left: edge === 'left' ? between(0, right - 1) : left,
    right: edge === 'right' ? between(left + 1, shown.width) : right,
    top: edge === 'top' ? between(0, bottom - 1) : top,
    bottom: edge === 'bottom' ? between(top + 1, shown.height) : bottom,
  }
  return {
    left: shown.left + now.left,
    top: shown.top + now.top,
    width: now.right - now.left,
    height: now.bottom - now.top,
  }
}

/** Where a frame begins that nobody has drawn yet: in the middle, half as wide and half as high. */
export function firstFrame(shown: Area): Area {
  return drawnOver({ x: 0.25, y: 0.25 }, { x: 0.75, y: 0.75 }, shown)
}

/** As large as it may be, and never larger than it is. */
export function fitted({ width, height }: Size, mostSide: number): Size {
  const scale = Math.min(1, mostSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Rows from one on, up to another and without it. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The rows that stand between two heights of the list; the nearest one where there is none. */
export function spanWithin(heights: readonly number[], topPx: number, bottomPx: number): Span {
  let from = 0
  let y = 0
  for (; from < heights.length - 1; from++) {
    const below = y + (heights[from] ?? 0)
    if (below > topPx) break
    y = below
  }
  let to = from
  for (; to < heights.length; to++) {
    if (y >= bottomPx && to > from) break
    y += heights[to] ?? 0
  }
  return { from, to }
}

/**
 * The rows to draw next: all that are needed, and of those that stand there now as many as are allowed. Taking a row
 * away and drawing it again costs more than letting it stand.
 */
export function nextSpan(now: Span, needed: Span, allowed: Span): Span {
  const kept = { from: Math.max(now.from, allowed.from), to: Math.min(now.to, allowed.to) }
  const meets = kept.from <= needed.to && needed.from <= kept.to
  if (!meets) return needed
  return { from: Math.min(kept.from, needed.from), to: Math.max(kept.to, needed.to) }
}

/** A part of a list: rows that are drawn, or the room of those that are not. */
export type Part =
  | { readonly is: 'rows'; readonly from: number; readonly to: number }
  | { readonly is: 'gap'; readonly px: number }

/** The list from its beginning to its end, with these spans of it drawn. */
export function partsOf(heights: readonly number[], spans: readonly Span[]): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  for (const { from, to } of joined(spans)) {
    if (from > at) parts.push({ is: 'gap', px: heightOf(heights, at, from) })
    parts.push({ is: 'rows', from, to })
    at = to
  }
  if (at < heights.length) parts.push({ is: 'gap', px: heightOf(heights, at, heights.length) })
  return parts
}

function joined(spans: readonly Span[]): readonly Span[] {
  const inOrder = spans.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from)
  const apart: Span[] = []
  for (const span of inOrder) {
    const last = apart.at(-1)
    if (last === undefined || span.from > last.to) apart.push(span)
    else apart.splice(-1, 1, { from: last.from, to: Math.max(last.to, span.to) })
  }
  return apart
}

function heightOf(heights: readonly number[], from: number, to: number): number {
  let sum = 0
  for (let index = from; index < to; index++) sum += heights[index] ?? 0
  return sum
}

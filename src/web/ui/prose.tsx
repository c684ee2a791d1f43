import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { domPage } from '../markdown/dom-page.ts'
import { ProseWriter } from '../markdown/prose-writer.ts'
import type { Seam } from '../reader/reply-view.ts'

export interface ProseProps {
  readonly text: string
  readonly isOver: boolean
  readonly seams?: readonly Seam[]
  readonly onSeam?: (index: number) => void
  /** Of a reply: its id and state, for whoever looks for it from outside. */
  readonly reply?: { readonly id: string; readonly state: string }
}

/** Text that may still be growing. What stands there already is never drawn again. */
export function Prose({ text, isOver, seams = noSeams, onSeam, reply }: ProseProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const written = useRef<Written | null>(null)
  useLayoutEffect(() => {
    if (place.current === null) return
    written.current = writeOn(place.current, written.current, { text, isOver, seams })
  }, [text, isOver, seams])
  const press = (event: Event): void => {
    const mark = event.target instanceof Element ? event.target.closest('[data-seam]') : null
    if (mark instanceof HTMLElement) onSeam?.(Number(mark.dataset['seam']))
  }
  return <div class="prose" dir="auto" ref={place} onClick={press} data-reply={reply?.id} data-state={reply?.state} />
}

const noSeams: readonly Seam[] = []

interface Prosaic {
  readonly text: string
  readonly isOver: boolean
  readonly seams: readonly Seam[]
}

interface Written extends Prosaic {
  readonly writer: ProseWriter<Element>
}

function writeOn(place: Element, before: Written | null, next: Prosaic): Written {
  const start = before !== null && goesOn(before, next) ? before : freshPage(place)
  let at = start.text.length
  next.seams.slice(start.seams.length).forEach((seam, index) => {
    start.writer.write(next.text.slice(at, seam.at))
    start.writer.seam(start.seams.length + index)
    at = seam.at
  })
  start.writer.write(next.text.slice(at))
  if (next.isOver && !start.isOver) start.writer.end()
  return { ...next, writer: start.writer }
}

// A seam that was learnt of later belongs into the text that stands there already, and nothing follows an end.
function goesOn(before: Prosaic, next: Prosaic): boolean {
  if (before.isOver && before.text !== next.text) return false
  const isNewText = next.seams.slice(before.seams.length).every(({ at }) => at >= before.text.length)
  return isNewText && next.text.startsWith(before.text)
}

function freshPage(place: Element): Written {
  place.replaceChildren()
  return { text: '', isOver: false, seams: [], writer: new ProseWriter(domPage, place) }
}

import { signal, type Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { createRef } from 'preact'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import type { Part } from '../scroll/span.ts'
import type { Row } from '../scroll/heights.ts'
import type { Story } from '../state/story.ts'
import { DrawnRows } from './drawn-rows.ts'
import { distanceToEnd, ReadersPlace } from './readers-place.ts'

/** What there is below what the reader sees: nothing worth a word, more of the story, or something new in it. */
export type Below = 'nothing' | 'more' | 'news'

/** The part of a story that a reader sees: keeps the end in sight for whoever is there, and everybody else in place. */
export class View {
  /** Put this on the list of messages. */
  readonly list: RefObject<HTMLDivElement | null> = createRef()
  readonly below: Signal<Below> = signal<Below>('nothing')
  readonly isBelowBeginning: Signal<boolean> = signal(false)
  /** What stands above is being read up to the beginning, for whoever wants to go there. */
  readonly isGoingBack: Signal<boolean> = signal(false)
  readonly #story: Story | null
  readonly #place = new ReadersPlace()
  readonly #drawn = new DrawnRows()
  #rows: readonly Row[] = []
  #widthPx = 0

  constructor(story: Story | null) {
    this.#story = story
  }

  /** The list from its beginning to its end, drawn or not. To be asked for just before it is drawn. */
  parts(rows: readonly Row[]): readonly Part[] {
    // Somebody may have scrolled and the event of it is still to come.
    if (this.list.current !== null) this.#place.note(rowsIn(this.list.current))
    if (rows !== this.#rows) this.#drawn.setRows(rows)
    this.#rows = rows
    return this.#drawn.parts(this.#place.isAtEnd)
  }

  /** Call this after each drawing of the list: what is drawn is seldom as high as it was thought to be. */
  settle(): void {
    this.#place.keep()
    this.look()
  }

  /** Looks where the reader is, and has drawn what belongs around there. */
  look(): void {
    const list = this.list.current
    if (list === null) return
    const rows = rowsIn(list)
    this.#place.note(rows)
    const { top, width } = list.getBoundingClientRect()
    if (width !== this.#widthPx) this.#drawn.forgetHeights()
    this.#widthPx = width
    this.#drawn.measure(rows)
    this.#drawn.draw(-top, pinnedIn(list))
    this.isBelowBeginning.value = top < -innerHeight
    this.#lookBelow()
  }

  /** Something in the story has become higher or lower. */
  resized(): void {
    // In the middle the browser keeps what is read in its place, where it can do that, and better than we could.
    if (this.#place.isAtEnd || !CSS.supports('overflow-anchor', 'auto')) this.#place.keep()
    this.look()
  }

  /** Somebody or something has written on. */
  grown(): void {
    if (!this.#place.isAtEnd) this.below.value = 'news'
  }

  goToEnd(): void {
    this.#place.goToEnd()
    this.look()
  }

  /** Goes to where the story begins, as soon as all of it is here. */
  async goToBeginning(): Promise<void> {
    if (this.isGoingBack.peek()) return
    const { isAtEnd, row } = this.#place
    this.isGoingBack.value = true
    await this.#story?.loadBeginning()
    this.isGoingBack.value = false
    // That may have taken long: whoever has gone elsewhere meanwhile is left there.
    if (isAtEnd ? !this.#place.isAtEnd : this.#place.row !== row) return
    this.#place.goToBeginning()
    this.look()
  }

  #lookBelow(): void {
    if (this.#place.isAtEnd) this.below.value = 'nothing'
    else if (this.below.peek() !== 'news') this.below.value = distanceToEnd() > innerHeight ? 'more' : 'nothing'
  }
}

/** The view of a story, and where to put its content. */
export function useView(story: Story | null, content: RefObject<HTMLElement | null>): View {
  const view = useMemo(() => new View(story), [story])
  useEffect(() => {
    const look = (): void => view.look()
    addEventListener('scroll', look, { passive: true })
    return () => removeEventListener('scroll', look)
  }, [view])
  useEffect(() => {
    if (content.current === null || story === null) return
    const observer = new ResizeObserver(() => view.resized())
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [view])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const way = wayOf(event)
      if (way === null || story === null) return
      event.preventDefault()
      if (way === 'beginning') void view.goToBeginning()
      else view.goToEnd()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [view])
  useEffect(() => story?.newest.subscribe(() => view.grown()), [view])
  useLayoutEffect(() => {
    if (story === null) scrollTo({ top: 0, behavior: 'instant' })
    else view.goToEnd()
  }, [view])
  return view
}

/**
 * In a box these keys move the caret, and in a dialog they are not about the story. A browser goes by the heights of the
 * moment, and what is drawn on the way there is seldom as high as it was thought to be: it would stop short of the end.
 */
function wayOf({ key, metaKey, target }: KeyboardEvent): 'beginning' | 'end' | null {
  if (!(target instanceof Element) || target.closest('input, textarea, select, dialog') !== null) return null
  if (key === 'Home' || (key === 'ArrowUp' && metaKey)) return 'beginning'
  return key === 'End' || (key === 'ArrowDown' && metaKey) ? 'end' : null
}

function rowsIn(list: Element): readonly Element[] {
  return [...list.children].filter((child) => child.hasAttribute('data-row'))
}

/** Rows that must not be taken away: where the keyboard is, what is selected, what is just being written. */
function pinnedIn(list: Element): readonly (readonly [Element, Element])[] {
  const selection = getSelection()
  const pairs: readonly (readonly [Node | null, Node | null])[] = [
    [document.activeElement, document.activeElement],
    selection === null || selection.isCollapsed ? [null, null] : [selection.anchorNode, selection.focusNode],
    ...[...list.querySelectorAll('[aria-busy="true"]')].map((written) => [written, written] as const),
  ]
  return pairs.flatMap(([one, other]) => {
    const [from, to] = [rowOf(one), rowOf(other)]
    return from === null || to === null ? [] : [[from, to] as const]
  })
}

function rowOf(node: Node | null): Element | null {
  const element = node instanceof Element ? node : node?.parentElement
  return element?.closest('[data-row]') ?? null
}

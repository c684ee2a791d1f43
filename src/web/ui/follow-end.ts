import type { RefObject } from 'preact'
import { useSignal, type ReadonlySignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Story } from '../state/story.ts'

// So close to the end that the reader means to be there.
const nearPx = 64

export interface Following {
  /** Put this on what grows. */
  readonly content: RefObject<HTMLDivElement | null>
  /** There is something new below what the reader sees. */
  readonly hasNewBelow: ReadonlySignal<boolean>
  readonly goToEnd: () => void
}

/** Keeps the end of the story in sight while the reader is there, and never moves a reader who is elsewhere. */
export function useFollowEnd(story: Story | null): Following {
  const content = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const lastTop = useRef(0)
  const hasNewBelow = useSignal(false)
  const goToEnd = (): void => {
    isAtEnd.current = true
    hasNewBelow.value = false
    scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })
    // A story that became shorter has its end higher up: the event of this scroll must not look like a reader leaving.
    lastTop.current = document.documentElement.scrollTop
  }
  useEffect(() => {
    const look = (): void => {
      const { scrollTop } = document.documentElement
      // Words that came between a scroll and its event put the end further away; only going up is leaving it.
      if (distanceToEnd() < nearPx) isAtEnd.current = true
      else if (scrollTop < lastTop.current) isAtEnd.current = false
      lastTop.current = scrollTop
      if (isAtEnd.current) hasNewBelow.value = false
    }
    addEventListener('scroll', look, { passive: true })
    return () => removeEventListener('scroll', look)
  }, [])
  useEffect(() => {
    if (content.current === null) return
    let height = content.current.offsetHeight
    const observer = new ResizeObserver(([entry]) => {
      const grown = (entry?.contentRect.height ?? height) > height
      height = entry?.contentRect.height ?? height
      if (isAtEnd.current) goToEnd()
      else if (grown && story !== null) hasNewBelow.value = true
    })
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [story])
  useLayoutEffect(() => {
    if (story === null) scrollTo({ top: 0, behavior: 'instant' })
    else goToEnd()
    isAtEnd.current = story !== null
  }, [story])
  return { content, hasNewBelow, goToEnd }
}

function distanceToEnd(): number {
  const { scrollHeight, clientHeight, scrollTop } = document.documentElement
  return scrollHeight - clientHeight - scrollTop
}

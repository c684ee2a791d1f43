import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Story } from '../state/story.ts'
import { QuietLine } from './quiet-line.tsx'

export interface EarlierProps {
  readonly story: Story
}

/** The way to what stands above: it comes by itself before the reader is there, and can be asked for as well. */
export function Earlier({ story }: EarlierProps): JSX.Element | null {
  const button = useRef<HTMLButtonElement>(null)
  const before = story.before.value
  const trouble = story.trouble.value
  useEffect(() => {
    if (button.current === null || !('IntersectionObserver' in window)) return
    // A new observer for each stretch: the one before has nothing to say while the button stays in its sight.
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) void story.loadEarlier()
      },
      { rootMargin: '300% 0px 0px' },
    )
    observer.observe(button.current)
    return () => observer.disconnect()
  }, [story, before])
  if (before === null) return null
  return (
    <div class="earlier">
      <button
        type="button"
        class="button"
        ref={button}
        aria-disabled={story.isReadingBack.value}
        onClick={() => void story.loadEarlier()}
      >
        Show what came before
      </button>
      {story.isReadingBack.value && trouble !== null && (
        <QuietLine
          what={trouble.title}
          side={trouble.side}
          next="What came before is read as soon as the way is free again."
          isTentative
        />
      )}
    </div>
  )
}

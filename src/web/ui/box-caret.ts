import { useEffect, useLayoutEffect } from 'preact/hooks'
import type { Draft } from '../drafts/drafts.ts'
import type { Caret } from '../drafts/words.ts'

export type Box = { readonly current: HTMLTextAreaElement | null }

export function caretIn({ selectionStart, selectionEnd }: HTMLTextAreaElement): Caret {
  return { start: selectionStart, end: selectionEnd }
}

/** Puts the caret where it was when the place was left or another tab wrote there, and remembers where it goes. */
export function useCaret(box: Box, place: string, draft: Draft): void {
  const { value } = draft.text
  useLayoutEffect(() => {
    const { start, end } = draft.caret.peek()
    if (box.current !== null && box.current.value === value) box.current.setSelectionRange(start, end)
  }, [place, value])
  useEffect(() => {
    const remember = (): void => {
      const { current } = box
      if (current !== null && document.activeElement === current && current.value === draft.text.peek())
        draft.moveCaret(caretIn(current))
    }
    document.addEventListener('selectionchange', remember)
    return () => document.removeEventListener('selectionchange', remember)
  }, [draft])
}

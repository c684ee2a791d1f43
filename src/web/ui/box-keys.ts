import { useEffect, useRef } from 'preact/hooks'
import type { Box } from './box-caret.ts'

export interface BoxKeys {
  /** Enter, Tab, and the button that would send. */
  readonly enter: () => void
  readonly escape: () => void
  readonly move: (step: 1 | -1) => void
  /** The list that is chosen from, and what is chosen in it by the keys: for whoever hears the page. */
  readonly described: { readonly list: string | null; readonly active: string | null }
}

/** Takes the keys of a box before the box itself does, for as long as something is to be chosen from. */
export function useBoxKeys(box: Box, keys: BoxKeys): void {
  const now = useRef(keys)
  now.current = keys
  const { list, active } = keys.described
  useEffect(() => {
    const { current } = box
    if (current === null) return
    const attributes = { 'aria-autocomplete': 'list', 'aria-controls': list, 'aria-activedescendant': active }
    for (const [name, value] of Object.entries(attributes)) if (value !== null) current.setAttribute(name, value)
    return () => Object.keys(attributes).forEach((name) => current.removeAttribute(name))
  }, [list, active])
  useEffect(() => {
    const heard = new AbortController()
    const options = { capture: true, signal: heard.signal }
    const { current } = box
    current?.addEventListener('keydown', (event) => onKey(event, now.current), options)
    current?.form?.addEventListener('submit', (event) => take(event, now.current.enter), options)
    return () => heard.abort()
  }, [])
}

function onKey(event: KeyboardEvent, { enter, escape, move }: BoxKeys): void {
  if (event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
  if (event.key === 'Enter' || event.key === 'Tab') take(event, enter)
  else if (event.key === 'Escape') take(event, escape)
  else if (event.key === 'ArrowDown') take(event, () => move(1))
  else if (event.key === 'ArrowUp') take(event, () => move(-1))
}

function take(event: Event, run: () => void): void {
  event.preventDefault()
  event.stopImmediatePropagation()
  run()
}

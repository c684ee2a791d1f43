import type { ComponentChildren, JSX } from 'preact'
import type { App } from '../state/app.ts'

export interface LinkProps {
  readonly app: App
  readonly to: string
  readonly class?: string
  readonly isHere?: boolean
  readonly onGone?: (() => void) | undefined
  readonly children: ComponentChildren
}

/** A link inside the page. With a modifier key, or another button of the mouse, it is the browser's business. */
export function Link({ app, to, class: name, isHere = false, onGone, children }: LinkProps): JSX.Element {
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    app.router.go(to)
    onGone?.()
  }
  return (
    <a class={name} href={to} aria-current={isHere ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  )
}

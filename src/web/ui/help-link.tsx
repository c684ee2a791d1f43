import type { JSX } from 'preact'
import type { App } from '../state/app.ts'
import { supportPath } from '../state/route.ts'
import { Link } from './link.tsx'

export interface HelpLinkProps {
  readonly app: App
  readonly class?: string
  readonly onGone?: (() => void) | undefined
}

/** The way to help, beside whatever is wrong. */
export function HelpLink({ app, class: name, onGone }: HelpLinkProps): JSX.Element {
  const isHere = app.router.route.value.at === 'support'
  return (
    <Link class={name ?? 'help-link'} app={app} to={supportPath} isHere={isHere} onGone={onGone}>
      Get help
    </Link>
  )
}

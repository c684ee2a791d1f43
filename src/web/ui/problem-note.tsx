import type { ComponentChildren, JSX } from 'preact'
import type { Side } from '#protocol/fault.ts'
import type { App } from '../state/app.ts'
import { HelpLink } from './help-link.tsx'
import { sideWords } from './wording.ts'

export interface ProblemNoteProps {
  readonly problem: {
    readonly title: string
    readonly side: Side
    readonly detail: string
    readonly kept?: string | undefined
    readonly because?: string | undefined
    readonly requestId?: string | undefined
  }
  /** With it there is a link to help. */
  readonly app?: App
  readonly children?: ComponentChildren
}

/** A fault that a person has to know about: what, whose side, what is kept, what to do. */
export function ProblemNote({ problem, app, children }: ProblemNoteProps): JSX.Element {
  const { title, side, detail, kept, because, requestId } = problem
  return (
    <div class="problem" role="alert">
      <p class="problem-title">
        {title} <span class="side">({sideWords[side]})</span>
      </p>
      <p>{withCode(detail)}</p>
      {kept !== undefined && <p>{kept}</p>}
      {(because ?? requestId) !== undefined && (
        <details>
          <summary>What was seen</summary>
          <p class="because">{because}</p>
          {requestId !== undefined && <p class="because">Request {requestId}</p>}
        </details>
      )}
      {(children ?? app) !== undefined && (
        <div class="problem-actions">
          {children}
          {app !== undefined && <HelpLink app={app} />}
        </div>
      )}
    </div>
  )
}

/** The catalogue marks names of settings and fields with backticks, as its page in the docs does. */
function withCode(text: string): ComponentChildren {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}

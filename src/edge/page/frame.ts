import { markup, trustedMarkup, type Markup } from '#shared/markup.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/** Where to ask whether it is over, and when first. */
export interface Waiting {
  readonly ready: string
  readonly retryAfterMs: number
}

export interface Framed {
  readonly title: string
  readonly waiting: Waiting | undefined
  readonly main: Markup
  /** What this page does beyond what all of them do; its policy must know it, too. */
  readonly more?: string
}

/** A page that is whole in itself, for nothing else may be there to load from. */
export function framed({ title, waiting, main, more }: Framed): string {
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        ${refresh(waiting)}
        <title>${title}</title>
        <style>${trustedMarkup(style)}</style>
      </head>
      <body>
        ${main}
        <script>${trustedMarkup(script)}</script>
        ${more === undefined ? '' : markup`<script>${trustedMarkup(more)}</script>`}
      </body>
    </html>
`.text
}

/** The line that says what the page does by itself. Where the script runs, it takes the line over. */
export function waitLine(waiting: Waiting | undefined): Markup {
  if (waiting === undefined) return markup``
  return markup`<p id="wait" role="status" data-ready="${waiting.ready}" data-retry="${String(waiting.retryAfterMs)}">
    This page loads itself again in ${String(withoutScriptSeconds(waiting))} s.
  </p>`
}

/** What the script does with a question that costs almost nothing, a browser without scripts does with the page. */
function refresh(waiting: Waiting | undefined): Markup {
  if (waiting === undefined) return markup``
  return markup`<noscript><meta http-equiv="refresh" content="${String(withoutScriptSeconds(waiting))}"></noscript>`
}

/** Whole pages are dearer than questions, and each visitor's time is already one of their own. */
function withoutScriptSeconds({ retryAfterMs }: Waiting): number {
  return 10 + Math.ceil(retryAfterMs / 1000)
}

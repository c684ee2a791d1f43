import { createHash } from 'node:crypto'
import { utcMinute } from '#protocol/utc.ts'
import { markup, trustedMarkup, type Markup } from '#shared/markup.ts'
import type { Answer } from '../http/route.ts'
import { peopleStyle } from './style.ts'

const styleHash = createHash('sha256').update(peopleStyle).digest('base64')

/** Nothing runs in it, and it sends its forms home only. What strangers wrote stands in these pages. */
export const peoplePolicy: string = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

export interface PeoplePage {
  readonly title: string
  readonly main: Markup
  readonly status?: number
  /** Whether it shows pictures, which come from this status page and nowhere else. */
  readonly hasPictures?: boolean
}

/** A page on which people write to each other, whole in itself and without a script. */
export function peoplePage({ title, main, status = 200, hasPictures = false }: PeoplePage): Answer {
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>${title} | Holdfast status</title>
        <style>${trustedMarkup(peopleStyle)}</style>
      </head>
      <body>
        <main>
          ${main}
        </main>
      </body>
    </html>
`
  // With none at all a form would not say where it comes from.
  const policy = hasPictures ? `${peoplePolicy}; img-src 'self'` : peoplePolicy
  const headers = { 'content-security-policy': policy, 'referrer-policy': 'same-origin' }
  return { status, type: 'text/html; charset=utf-8', body: page.text, headers }
}

/** A moment with its zone, as it is written everywhere on these pages. */
export function moment(at: number): Markup {
  return markup`<time datetime="${new Date(at).toISOString()}">${utcMinute(at)}</time>`
}

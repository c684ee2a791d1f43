import { faults, type FaultId } from '#protocol/faults.ts'
import type { ProblemDetails } from '#protocol/problem.ts'
import { markup } from '#shared/markup.ts'
import { refused } from '../http/answering.ts'
import type { Answer, Asked } from '../http/route.ts'
import { peoplePage } from './page.ts'

/** A fault for whoever asked: a page for a person, a problem document for a program. */
export function refusedFor(asked: Pick<Asked, 'headers'>, fault: FaultId, details?: ProblemDetails): Answer {
  const document = refused(fault, details)
  if (!wantsPage(asked)) return document
  const { title, says, kept, todo } = faults[fault]
  const because = details?.because === undefined ? markup`` : markup`<p class="note">Measured: ${details.because}.</p>`
  const page = peoplePage({
    title,
    status: document.status ?? 500,
    main: markup`<h1>${title}</h1><p>${says}</p><p>${kept}</p><p>${todo}</p>${because}`,
  })
  return { ...page, headers: { ...document.headers, ...page.headers } }
}

/** Browsers name HTML when a person opens something or sends a form; programs do not. */
export function wantsPage({ headers }: Pick<Asked, 'headers'>): boolean {
  return headers.accept?.includes('text/html') === true
}

/** Where a browser goes after a form was taken, so that loading the page again sends nothing twice. */
export function seeOther(location: string): Answer {
  return { status: 303, type: 'text/plain', body: '', headers: { location } }
}

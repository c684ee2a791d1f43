import type { BoardComponent } from '#protocol/board.ts'
import { reportSchema, type Report, type ReportAnswer } from '#protocol/report.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { refused } from '../http/answering.ts'
import { formIn, jsonIn } from '../http/read-fields.ts'
import { json, type Answer, type Asked, type Refusal, type Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import { peoplePage } from '../people/page.ts'
import { networkErrorsIn } from './network-errors.ts'
import { saidPage } from './said-page.ts'
import type { Reports } from './reports.ts'

const mostReportBytes = 2_000
/** A hundred network errors as browsers write them. */
const mostNetworkErrorsBytes = 200_000

/** `/reports` takes "I see it too" as JSON or as a form, `/nel` what browsers tell by themselves. */
export function reportRoutes(
  reports: Reports,
  { board, settings }: Pick<Means, 'board' | 'settings'>,
): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/reports',
      from: 'edge',
      bodyLimitBytes: mostReportBytes,
      async answer(asked) {
        const report = reportIn(asked)
        if (!report.ok) return refused(report.error.fault, report.error.details)
        const answer = await reports.report(report.value, asked.client)
        return wantsJson(asked) ? json(answer) : said(answer, board().components)
      },
    },
    {
      method: 'POST',
      path: '/nel',
      bodyLimitBytes: mostNetworkErrorsBytes,
      answer(asked) {
        const errors = jsonIn(asked.body)
        if (errors === undefined) return refused('malformed-json')
        reports.networkErrors(networkErrorsIn(errors, namesOf(asked, settings)), asked.client)
        return { status: 204, type: 'text/plain', body: '' }
      },
    },
  ]
}

function reportIn(asked: Asked): Outcome<Report, Refusal> {
  const isJson = asked.headers['content-type']?.includes('json') === true
  const fields = isJson ? jsonIn(asked.body) : formIn(asked.body)
  if (fields === undefined) return fail({ fault: 'malformed-json' })
  const report = reportSchema.safeParse(fields)
  return report.success ? ok(report.data) : fail({ fault: 'invalid-request' })
}

function wantsJson({ headers }: Asked): boolean {
  return headers.accept?.includes('json') === true
}

function said(answer: ReportAnswer, components: readonly BoardComponent[]): Answer {
  const about = components.find(({ id }) => id === answer.component)
  return peoplePage(saidPage(answer, about?.name))
}

/** The names under which we are found: a browser tells of the address that it asked. */
function namesOf({ headers }: Asked, { edge, publicUrl }: Means['settings']): ReadonlySet<string> {
  const own = [edge, publicUrl].flatMap((url) => (url === null ? [] : [new URL(url).host]))
  return new Set([...own, ...(headers.host === undefined ? [] : [headers.host])])
}

import { meetingCodePattern, meetingPath, visitorRunSchema } from '#protocol/visitor-tests.ts'
import { refused } from '../http/answering.ts'
import { json, type Answer, type Asked, type Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import { Meetings } from './meetings.ts'

const mostBytes = 8000

/** Where two devices of one person compare what they found. Whoever knows the code may read and write; it lasts half an hour. */
export function meetingRoutes({ clock }: Pick<Means, 'clock'>): readonly Route[] {
  const meetings = new Meetings(clock)
  const path = meetingPath(':code')
  return [
    { method: 'GET', path, answer: (asked) => read(meetings, asked) },
    { method: 'PUT', path, bodyLimitBytes: mostBytes, answer: (asked) => bring(meetings, asked) },
  ]
}

function read(meetings: Meetings, { params }: Asked): Answer {
  const { code = '' } = params
  return meetingCodePattern.test(code) ? json({ run: meetings.of(code) }) : refused('not-found')
}

function bring(meetings: Meetings, { params, body }: Asked): Answer {
  const { code = '' } = params
  if (!meetingCodePattern.test(code)) return refused('not-found')
  const run = visitorRunSchema.safeParse(parsed(body))
  if (!run.success) return refused('invalid-request')
  meetings.bring(code, run.data)
  return { status: 204, type: 'application/json', body: '' }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined // The schema says that it is nothing.
  }
}

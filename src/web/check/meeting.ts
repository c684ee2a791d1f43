import * as z from 'zod/mini'
import { meetingPath, visitorRunSchema, type VisitorRun } from '#protocol/visitor-tests.ts'
import type { Means } from '../means.ts'

const metSchema = z.object({ run: z.nullable(visitorRunSchema) })

export type MeetingMeans = Pick<Means, 'clock' | 'fetch'>

const patienceMs = 8000

/** Takes this device's look to where the other screen finds it; false when the status process cannot be reached from here. */
export async function bringRun(means: MeetingMeans, code: string, run: VisitorRun): Promise<boolean> {
  const body = JSON.stringify(run)
  const headers = { 'content-type': 'application/json' }
  const response = await asked(means, code, { method: 'PUT', body, headers })
  return response?.ok === true
}

/** What the other device has brought; null when nothing has come yet, undefined when it cannot be asked for. */
export async function fetchRun(means: MeetingMeans, code: string): Promise<VisitorRun | null | undefined> {
  const response = await asked(means, code, { cache: 'no-store' })
  if (response?.ok !== true) return undefined
  return metSchema.safeParse(await response.json().catch(() => null)).data?.run
}

async function asked({ clock, fetch }: MeetingMeans, code: string, init: RequestInit): Promise<Response | undefined> {
  const giveUp = new AbortController()
  const cancel = clock.after(patienceMs, () => giveUp.abort())
  try {
    return await fetch(`/status${meetingPath(code)}`, { ...init, signal: giveUp.signal })
  } catch {
    return undefined // There is the short code for this, which needs nobody.
  } finally {
    cancel()
  }
}

import * as z from 'zod/mini'
import { address, type Setting } from './setting.ts'

/** What an operator can say about the status process: who may see and edit it, and how it looks at the site. */
export interface StatusOptions {
  readonly statusPublicUrl: string | null
  readonly statusToken: string | null
  readonly statusName: string
  readonly statusTimeZone: string
}

export const statusOptions: { readonly [Name in keyof StatusOptions]: Setting<StatusOptions[Name]> } = {
  statusPublicUrl: {
    ...address,
    about:
      'Where people find the status page when it is not for this machine alone. It answers to that name then, and takes edits only with `statusToken`: a proxy in front of it makes every visitor look like this machine.',
    mustBe: 'an address such as https://status.example.org, with no user and no path',
  },
  statusToken: {
    default: null,
    schema: z.nullable(z.string().check(z.minLength(16), z.maxLength(200), z.regex(/^[!-~]+$/))),
    about:
      'What proves that the operator edits incidents, from wherever. `null`: only from this machine, and only while `statusPublicUrl` is not set. It is never printed.',
    mustBe: 'at least 16 letters, digits and signs, without spaces',
  },
  statusName: {
    default: 'Holdfast',
    schema: z.string().check(z.minLength(1), z.maxLength(80)),
    about: 'What the status page calls the site.',
    mustBe: 'a name of at most 80 characters',
  },
  statusTimeZone: {
    default: 'Etc/UTC',
    schema: z.string().check(z.refine(isTimeZone)),
    about: 'The time zone in which the status page shows times, beside UTC.',
    mustBe: 'a name such as Europe/Berlin',
  },
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

import { createTransport } from 'nodemailer'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { NotSent } from './send.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Where one tap ends it (RFC 8058); undefined where there is nothing to end. */
  readonly unsubscribe?: string
  /** Mail of the same outage stands together. */
  readonly thread?: string
}

export interface MailSettings {
  /** `smtp://user:password@host:port`, or `smtps://`. */
  readonly server: string
  readonly from: string
}

export type SendMail = (mail: Mail) => Promise<Outcome<null, NotSent>>

const patienceMs = 30_000

/** Mail by the operator's own server. Text alone: what people wrote can do nothing in it. */
export function mailer({ server, from }: MailSettings): SendMail {
  const transport = createTransport({
    url: server,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // Nothing in a message may make us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async function sendMail({ to, subject, text, unsubscribe, thread }) {
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(thread !== undefined && { References: `<${thread}@${hostIn(from)}>` }),
          ...(unsubscribe !== undefined && {
            'List-Unsubscribe': `<${unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
        },
      })
      return ok(null)
    } catch (error) {
      return fail(notSent(error))
    }
  }
}

/** 5xx is the server's last word (RFC 5321 §4.2.1); everything else may go better the next time. */
function notSent(error: unknown): NotSent {
  const says = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  return { why: code === 550 || code === 553 ? 'refused' : 'failed', says }
}

function hostIn(from: string): string {
  return /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost'
}

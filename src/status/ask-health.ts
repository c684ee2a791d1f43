import { request as plainly } from 'node:http'
import { request as overTls } from 'node:https'
import { healthSchema, type Health } from '#protocol/health.ts'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

const patienceMs = 1500

/** Asks a process how it is. The error is what came instead of an answer, in words that end a sentence. */
export function askHealth(at: URL, of: Health['process'], clock: Clock): Promise<Outcome<Health, string>> {
  return new Promise((resolve) => {
    const { host } = at
    const request = at.protocol === 'https:' ? overTls : plainly
    const asking = request(at, { headers: { accept: 'application/json' }, agent: false })
    const cancel = clock.after(patienceMs, () => {
      resolve(fail(`${host} did not answer within ${patienceMs} ms`))
      asking.destroy()
    })
    const failed = (error: Error): void => resolve(fail(`${host}: ${error.message}`))
    asking.on('close', cancel)
    asking.on('error', failed)
    asking.on('response', (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (body += part))
      answer.on('error', failed)
      answer.on('end', () => resolve(healthIn(body, of, host)))
    })
    asking.end()
  })
}

function healthIn(body: string, of: Health['process'], host: string): Outcome<Health, string> {
  const health = healthSchema.safeParse(parsed(body))
  const isExpected = health.success && health.data.process === of
  return isExpected ? ok(health.data) : fail(`what answers at ${host} is not the ${of} process of Holdfast`)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // No JSON is no health, which the schema says too.
  }
}

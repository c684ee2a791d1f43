import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { readText } from '../read-text.ts'

/** Whom to believe besides the authorities that Node knows: those of a file, with Node's own before them. */
export async function authoritiesIn(file: string | undefined): Promise<Outcome<readonly string[] | undefined, string>> {
  if (file === undefined) return ok(undefined)
  const text = await readText(file, { correct: 'correct --ca', lessen: 'name a file of certificates alone' })
  if (!text.ok) return text
  if (!text.value.includes('-----BEGIN CERTIFICATE-----')) return fail(`${file} holds no certificate: name one in PEM.`)
  const { rootCertificates } = await import('node:tls')
  return ok([...rootCertificates, text.value])
}

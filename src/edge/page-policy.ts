import { script } from './page/script.ts'
import { style } from './page/style.ts'

/** Headers for everything the edge answers itself. */
export const baseHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

/** What the shell may load: its own files, nothing inline, nothing from elsewhere. */
export const shellPolicy: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

let ownPolicy: Promise<string> | undefined

/** The header of a page of the edge's own. */
export async function pageHeaders(): Promise<Record<string, string>> {
  ownPolicy ??= pagePolicy()
  return { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': await ownPolicy }
}

/** What a page that carries everything inside itself may do: exactly this style, exactly this script, ask home. */
async function pagePolicy(): Promise<string> {
  return [
    "default-src 'none'",
    `style-src '${await policyHash(style)}'`,
    `script-src '${await policyHash(script)}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** A text as a Content-Security-Policy source (CSP3 §2.3.1). */
async function policyHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`
}

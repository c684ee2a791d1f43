import { problemType } from '#protocol/problem.ts'
import type { VisitorPlaces } from '#protocol/visitor-tests.ts'
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

/**
 * What the shell may load: its own files, nothing inline, nothing from elsewhere. It may ask the hosts that its operator named, and
 * the status process at its own origin, for the time when the edge does not answer.
 */
export function shellPolicy({ statusHost, elsewhere }: VisitorPlaces, statusOrigin: string | undefined): string {
  const named = [statusHost, elsewhere].flatMap((place) => (place === null ? [] : [new URL(place).origin]))
  const asked = new Set([...named, ...(statusOrigin === undefined ? [] : [statusOrigin])])
  return [...shellSources, ["connect-src 'self'", ...asked].join(' ')].join('; ')
}

const shellSources = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]

const policies = new Map<string, Promise<string>>()

/** What stands on every answer for a program. */
export const programHeaders: Readonly<Record<string, string>> = {
  'content-type': problemType,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** The header of a page of the edge's own, and of a script that it has beyond the one of all pages. */
export async function pageHeaders(more = ''): Promise<Record<string, string>> {
  const policy = policies.get(more) ?? pagePolicy(more)
  policies.set(more, policy)
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': await policy,
    // With none at all its form would not say where it comes from.
    'referrer-policy': 'same-origin',
  }
}

/** What a page that carries everything inside itself may do: exactly this style, exactly these scripts, ask home. */
async function pagePolicy(more: string): Promise<string> {
  const scripts = await Promise.all([script, ...(more === '' ? [] : [more])].map(policyHash))
  return [
    "default-src 'none'",
    `style-src '${await policyHash(style)}'`,
    `script-src ${scripts.map((hash) => `'${hash}'`).join(' ')}`,
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

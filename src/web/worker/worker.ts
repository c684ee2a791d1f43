import { roots } from '#protocol/places.ts'
import { forgetShells, keptShells } from '../shell/kept-shells.ts'
import { keepWorkshop, whichShell, type ShellAnswer } from '../shell/names.ts'
import { handlingOf } from './handling.ts'
import { KeptFiles, type BuiltFile } from './kept-files.ts'

declare const self: ServiceWorkerGlobalScope
// The build puts these in.
declare const shellVersion: string
declare const shellFiles: readonly BuiltFile[]
declare const workshopFiles: readonly BuiltFile[]

declare global {
  interface ExtendableEvent {
    /** Of an install event, where the browser has it: https://w3c.github.io/ServiceWorker/#dom-installevent-addroutes */
    readonly addRoutes?: (rules: readonly RouterRule[]) => Promise<void>
  }
}

interface RouterRule {
  readonly condition: { readonly urlPattern: { readonly pathname: string } }
  readonly source: 'network'
}

const kept = new KeptFiles(shellVersion, shellFiles)
/** Pages that are to do without the worker. Nothing of what was kept may reach them. */
const escaped = new Set<string>()

self.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([install(), goAround(event)]))
})

async function install(): Promise<void> {
  await kept.keepAll()
  // The page itself must not wait for this, nor be lost with it: whoever opens the workshop asks for it again.
  if (await kept.keepsWorkshop()) await kept.keepWorkshop(workshopFiles).catch(() => undefined)
  // Tabs that are open go on with the files of their own build, so nobody has to wait for them to be closed.
  await self.skipWaiting()
}

/** Has the browser send what is not for the worker past it, without even starting it. */
async function goAround(event: ExtendableEvent): Promise<void> {
  const pathnames = Object.values(roots).flatMap((those) => those.flatMap((root) => [root, `${root}/*`]))
  const rules = pathnames.map((pathname) => ({ condition: { urlPattern: { pathname } }, source: 'network' }) as const)
  // A browser that wants the rules otherwise asks the worker each time, which leaves these requests alone as well.
  await event.addRoutes?.(rules).catch(() => undefined)
}

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const asked = { method: request.method, url: new URL(request.url), isNavigation: request.mode === 'navigate' }
  const handling = escaped.has(event.clientId) ? 'leave' : handlingOf(asked, self.location.origin)
  switch (handling) {
    case 'leave':
      return
    case 'page':
      return event.respondWith(page(event))
    case 'file':
      return event.respondWith(file(event))
    case 'give-up':
      escaped.add(event.resultingClientId)
      return event.waitUntil(giveUp())
  }
})

async function giveUp(): Promise<void> {
  await self.registration.unregister()
  await forgetShells(await keptShells())
}

async function page(event: FetchEvent): Promise<Response> {
  const found = await kept.page()
  if (found !== undefined) return found
  // The browser, or somebody who escaped, threw it away. If the edge has gone on to another build, its worker will come.
  event.waitUntil(kept.keepAll().catch(() => undefined))
  return fetch(event.request)
}

async function file(event: FetchEvent): Promise<Response> {
  const { request } = event
  const found = await kept.file(request)
  if (found !== undefined) return found
  const response = await fetch(request)
  // A face for letters that nobody had needed so far. A browser without room for it can only fetch it again next time.
  if (response.ok) event.waitUntil(kept.keep(request, response.clone()).catch(() => undefined))
  return response
}

// "Tell me when it is back", from the status process. What it says is text, and leads to no other site.
self.addEventListener('push', (event) => {
  const said: unknown = event.data?.json()
  event.waitUntil(show(said))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow('/status'))
})

async function show(said: unknown): Promise<void> {
  const [title, body] = [textIn(said, 'title'), textIn(said, 'body')]
  await self.registration.showNotification(title || 'News of the outage', {
    body,
    icon: '/icons/192.png',
    tag: 'outage',
  })
}

function textIn(said: unknown, name: string): string {
  const value: unknown = Object(said)[name]
  return typeof value === 'string' ? value : ''
}

self.addEventListener('message', (event) => {
  if (event.data === whichShell) event.waitUntil(sayWhich(event.source))
  if (event.data === keepWorkshop) event.waitUntil(kept.keepWorkshop(workshopFiles).catch(() => undefined))
})

async function sayWhich(asker: ExtendableMessageEvent['source']): Promise<void> {
  const answer: ShellAnswer = { shell: shellVersion }
  // The browser may have thrown away what was kept, and then it is not this version that would be opened.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window, but a page of our own origin
  if ((await kept.page()) !== undefined) asker?.postMessage(answer)
  await kept.forgetOthers()
}

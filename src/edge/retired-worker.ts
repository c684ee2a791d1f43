import { shellPrefix, workerPath } from '#protocol/shell-worker.ts'
import type { Answer } from './answer.ts'
import type { Shell } from './shell.ts'

/**
 * What a browser gets in place of a worker that must go. It asks for it by itself whenever a page is opened, past the worker
 * that it has. Only pages that the old worker had hold of are loaded again: no page is held any more after that.
 */
const script = `
addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(leave()))

async function leave() {
  const held = await clients.matchAll({ type: 'window' })
  const names = (await caches.keys()).filter((name) => name.startsWith('${shellPrefix}'))
  await Promise.all(names.map((name) => caches.delete(name)))
  await registration.unregister()
  for (const page of held) page.navigate(page.url)
}
`

const retired: Answer = {
  status: 200,
  headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
  body: script,
}

/** The shell without its worker: whoever has one loses it, and nobody gets one. */
export function withoutWorker(shell: Shell): Shell {
  return async function answerWithoutWorker(name, head) {
    return `/${name}` === workerPath ? retired : shell(name, head)
  }
}

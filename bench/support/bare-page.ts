// The floor of the browser's own time: a page of one line, kept by a worker of a few.
//   node bench/support/bare-page.ts
import { createServer } from 'node:http'

const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/': ['text/html', `<!doctype html><title>Bare</title><p>Bare<script src="/page.js"></script>`],
  '/page.js': ['text/javascript', `navigator.serviceWorker.register('/sw.js')`],
  '/sw.js': [
    'text/javascript',
    `
addEventListener('install', (event) => {
  skipWaiting()
  event.waitUntil(caches.open('bare').then((cache) => cache.addAll(['/', '/page.js'])))
})
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => event.respondWith(caches.match(event.request)))
`,
  ],
}

const server = createServer(({ url = '' }, response) => {
  const [type, text] = files[url] ?? ['text/plain', '']
  response.writeHead(200, { 'content-type': type })
  response.end(text)
})
server.listen(0, '127.0.0.1', () => {
  const bound = server.address()
  if (typeof bound === 'object') process.stdout.write(`http://127.0.0.1:${bound?.port}\n`)
})

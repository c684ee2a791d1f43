import { openHttpServer, type HttpServer } from '../../test/fixtures/http-server.ts'

// Nothing but a box that grows with its text, and a paragraph that words are put into.
const html = `<!doctype html>
<meta name="viewport" content="width=device-width">
<title>Bare</title>
<style>
  body { margin: 0 auto; max-width: 38rem; font: 19px/30px serif }
  p { min-height: 100vh; margin: 0 }
  textarea { position: sticky; bottom: 0; width: 100%; font: inherit; field-sizing: content }
</style>
<p id="words"></p>
<textarea id="box"></textarea>`

/** The floor: a page with the same box and no story. */
export function openBareBox(): Promise<HttpServer> {
  return openHttpServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
    response.end(html)
  })
}

/** Runs in the bare page: writes so many words at this pace, and keeps the end in sight. */
export async function writeWords({
  count,
  everyMs,
}: {
  readonly count: number
  readonly everyMs: number
}): Promise<void> {
  const words = document.getElementById('words')
  for (let word = 0; word < count; word++) {
    await new Promise((resolve) => setTimeout(resolve, everyMs))
    words?.append(`t${word} `)
    scrollTo(0, document.documentElement.scrollHeight)
  }
}

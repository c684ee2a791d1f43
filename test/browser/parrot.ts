import { openHttpServer, type HttpServer } from '../fixtures/http-server.ts'

/** A model server that answers everything with one text, a few characters at a time. */
export function openParrot(text: string): Promise<HttpServer> {
  return openHttpServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    for (const piece of text.match(/[^]{1,5}/g) ?? [])
      response.write(event({ delta: { content: piece }, finish_reason: null }))
    response.end(`${event({ delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`)
  })
}

function event(choice: object): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`
}

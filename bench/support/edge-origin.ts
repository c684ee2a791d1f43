// What stands behind the edge in `bench/edge.bench.ts`: a stream at a steady pace, and something small.
//   GET /stream?tokens=200&every=20    GET /small
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname !== '/stream') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"small":true}')
    return
  }
  const tokens = Number(searchParams.get('tokens'))
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let written = 0
  const writing = setInterval(
    () => {
      response.write(`data: {"t":"token","text":"t${written} "}\n\n`)
      written += 1
      if (written < tokens) return
      clearInterval(writing)
      response.end()
    },
    Number(searchParams.get('every')),
  )
  response.on('close', () => clearInterval(writing))
})
server.listen(0, '127.0.0.1', () => {
  const bound = server.address()
  if (typeof bound === 'object') process.stdout.write(`http://127.0.0.1:${bound?.port}\n`)
})

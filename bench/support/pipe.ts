// The bare baseline: what it costs Node to pass a stream on, with nothing kept and nothing promised.
//   node bench/support/pipe.ts http://127.0.0.1:PORT
import { Agent, createServer, request } from 'node:http'
import { pipeline } from 'node:stream'

const upstream = new URL(process.argv[2] ?? '')
const agent = new Agent({ keepAlive: true })

const server = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming
  const asked = request(
    { agent, host: upstream.hostname, port: upstream.port, method, path: url, headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, outgoing, () => undefined)
    },
  )
  asked.on('error', () => outgoing.destroy())
  pipeline(incoming, asked, () => undefined)
})
server.listen(0, '127.0.0.1', () => {
  const bound = server.address()
  if (typeof bound === 'object') process.stdout.write(`http://127.0.0.1:${bound?.port}\n`)
})

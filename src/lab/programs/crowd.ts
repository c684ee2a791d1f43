import { connect, type Socket } from 'node:net'
import { crowdOrderSchema, readyLine } from './order.ts'

const { host, port, count, does, readyAt } = crowdOrderSchema.parse(JSON.parse(process.argv[2] ?? ''))

let letIn = 0
if (readyAt === 0) console.log(readyLine)
for (let one = 0; one < count; one++) come()
if (does !== 'stay') setInterval(come, does.comeEveryMs)
// Those who are not let in keep knocking, and this goes on until it is ended.
setInterval(() => undefined, 60_000)

function come(): void {
  const socket = connect({ host, port })
  socket.on('error', () => socket.destroy())
  socket.resume()
  socket.once('connect', () => welcome(socket))
}

function welcome(socket: Socket): void {
  letIn++
  if (does === 'stay') socket.write(`GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
  else socket.destroy()
  if (letIn === readyAt) console.log(readyLine)
}

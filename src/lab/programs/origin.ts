import { writeSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { createServer as createSecureServer, type TlsOptions } from 'node:tls'
import { originOrderSchema, readyLine, type Manner, type TlsOrder } from './order.ts'

const order = originOrderSchema.parse(JSON.parse(process.argv[2] ?? ''))
const { manner, host, port, backlog = 511, tls } = order

const server = tls === undefined ? createServer(serverOptions(), take) : createSecureServer(secure(tls), take)
server.on('error', (error) => {
  console.error(error)
  process.exit(1)
})
process.on('SIGUSR2', grow)
server.listen({ host, port, backlog }, () => {
  // Not by the console: one that is busy from now on would never have said it.
  writeSync(1, `${readyLine}\n`)
  if (manner === 'busy') compute()
})

function serverOptions() {
  return { noDelay: true, pauseOnConnect: manner === 'never-reads', allowHalfOpen: manner === 'silent' }
}

function secure(given: TlsOrder): TlsOptions {
  const { mostVersion, ciphers, clientAuthority, refusesNames } = given
  return {
    cert: given.certificate,
    key: given.key,
    ...(mostVersion === undefined ? {} : { minVersion: 'TLSv1', maxVersion: mostVersion }),
    // OpenSSL keeps what is too old for it behind its lowest level.
    ...(mostVersion === 'TLSv1.1' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
    ...(ciphers === undefined ? {} : { ciphers }),
    ...(clientAuthority === undefined ? {} : { ca: clientAuthority, requestCert: true, rejectUnauthorized: true }),
    ...(refusesNames === true ? { SNICallback: (name, answer) => answer(new Error(`no host ${name} here`)) } : {}),
  }
}

/** Never yields again, as a program in an endless loop. */
function compute(): void {
  for (let turns = 0; ; turns++) Math.sqrt(turns)
}

/** Takes memory until it is killed for it, as a program with a leak. */
function grow(): void {
  const kept: Buffer[] = []
  for (;;) kept.push(Buffer.alloc(8_000_000, 1))
}

function take(socket: Socket): void {
  socket.on('error', () => socket.destroy())
  if (manner === 'resets-on-accept') socket.resetAndDestroy()
  else if (manner === 'silent') socket.resume()
  else if (manner !== 'never-reads') socket.once('data', () => answers[manner](socket))
}

const head = (status: string, length: number, more = ''): string =>
  `HTTP/1.1 ${status}\r\nserver: ${order.server}\r\ndate: ${new Date().toUTCString()}\r\ncontent-length: ${length}\r\n${more}\r\n`

const slowMs = 4000

const answers: Readonly<
  Record<Exclude<Manner, 'never-reads' | 'silent' | 'resets-on-accept'>, (socket: Socket) => void>
> = {
  answers: (socket) => greet(socket),
  slow: (socket) => void setTimeout(() => greet(socket), slowMs),
  busy: (socket) => greet(socket),
  'resets-on-request': (socket) => void socket.resetAndDestroy(),
  'closes-on-request': (socket) => void socket.end(),
  'resets-midway': (socket) => begin(socket, () => socket.resetAndDestroy()),
  'closes-midway': (socket) => begin(socket, () => socket.end()),
  'stalls-midway': (socket) => begin(socket, () => undefined),
  garbage: (socket) => void socket.end('\u0000\u0001SSH-2.0-not-http'),
  'large-head': (socket) => void socket.end(head('200 OK', 2, `set-cookie: a=${'x'.repeat(140_000)}\r\n`) + 'ok'),
  'bad-gateway': (socket) => void socket.end(`${head('502 Bad Gateway', 3)}bad`),
}

/** Answers this request and those after it on the same connection. */
function greet(socket: Socket): void {
  socket.write(`${head('200 OK', 2)}ok`)
  socket.once('data', () => greet(socket))
}

/** A beginning of an answer, and what comes instead of the rest. */
function begin(socket: Socket, then: () => void): void {
  socket.write(head('200 OK', 100_000) + 'x'.repeat(5000))
  setTimeout(then, 150)
}

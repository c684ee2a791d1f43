import type { Socket } from 'node:net'
import { beSilent, close, say, tear, type Act, type EdgeToldTo, type OriginFailure } from './failure.ts'

const garbled = { phase: 'headers', kind: 'garbled', fault: 'origin-garbled' } as const
const empty = { phase: 'headers', kind: 'closed', fault: 'origin-empty' } as const
const torn = { phase: 'headers', kind: 'reset', fault: 'origin-reset' } as const
const cut = { phase: 'headers', kind: 'cut', fault: 'origin-cut' } as const
const slow = { phase: 'headers', kind: 'silent', fault: 'origin-slow' } as const
const overflowing = { phase: 'headers', kind: 'head-too-large', fault: 'origin-headers-too-large' } as const
const post = { method: 'POST', body: '{}' }

/** The origin takes the request, and no answer comes of it. */
export const answers: readonly OriginFailure[] = [
  saying('closes without a word', empty, [close]),
  saying('closes without a word on something that is to be changed', empty, [close], { asking: post }),
  saying('tears the connection', torn, [tear]),
  saying('tears the connection on something that is to be changed', torn, [tear], { asking: post }),
  saying('speaks SSH', garbled, [say('SSH-2.0-OpenSSH_9.2\r\n')]),
  saying('speaks binary', garbled, [say(new Uint8Array([0, 1, 2, 3, 255, 254]))]),
  saying('speaks TLS', garbled, [say(new Uint8Array([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]))]),
  saying('speaks HTTP/2 unasked', garbled, [say(new Uint8Array([0, 0, 0, 4, 0, 0, 0, 0, 0]))]),
  saying('speaks the HTTP of 1991', garbled, [say('<html>hello</html>'), close]),
  saying('speaks a version of HTTP that there is not', garbled, [say('HTTP/9.9 200 OK\r\n\r\n')]),
  saying('answers with a status that is no number', garbled, [say('HTTP/1.1 abc OK\r\n\r\n')]),
  saying('answers with a status that is none', garbled, [say('HTTP/1.1 099 No\r\ncontent-length: 0\r\n\r\n')]),
  saying('has a space in the name of a field', garbled, [say('HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n')]),
  saying('has a control character in a field', garbled, [say('HTTP/1.1 200 OK\r\nx: a\u0000b\r\n\r\n')]),
  saying('counts its body twice', garbled, [say('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n')]),
  saying('counts its body in words', garbled, [say('HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n')]),
  saying('counts and chunks its body', garbled, [
    say('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'),
  ]),
  saying('changes the protocol unasked', garbled, [
    say('HTTP/1.1 101 Go\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
  ]),
  saying('sends a field that is too large', overflowing, [
    say(`HTTP/1.1 200 OK\r\nset-cookie: ${'x'.repeat(140_000)}`),
  ]),
  saying('sends too many fields', overflowing, [say(`HTTP/1.1 200 OK\r\n${'set-cookie: a=b\r\n'.repeat(9000)}`)]),
  saying('breaks off in its first line', cut, [say('HTTP/1.1 20'), close]),
  saying('breaks off in its head', cut, [say('HTTP/1.1 200 OK\r\ncontent-type: te'), close]),
  saying('tears the connection in its head', cut, [say('HTTP/1.1 200 OK\r\ncontent-type: te'), tear]),
  saying('closes after a word that things go on', cut, [say('HTTP/1.1 100 Continue\r\n\r\n'), close]),
  saying('says nothing', slow, [beSilent], { rings: 'firstByteMs' }),
  saying('says nothing to something that is to be changed', slow, [beSilent], { rings: 'firstByteMs', asking: post }),
  saying('never ends its head', slow, [say('HTTP/1.1 200 OK\r\nx: ')], { rings: 'firstByteMs' }),
  saying('only ever says that things go on', slow, [say('HTTP/1.1 100 Continue\r\n\r\n')], { rings: 'firstByteMs' }),
  {
    name: 'a server that tears every connection as soon as it is there',
    phase: undefined,
    kind: 'reset',
    fault: 'origin-reset',
    async open(stage) {
      return { origin: await stage.raw((socket) => socket.resetAndDestroy()) }
    },
  },
  {
    name: 'a server that closes every connection as soon as it is there',
    phase: undefined,
    kind: 'closed',
    fault: 'origin-empty',
    async open(stage) {
      return { origin: await stage.raw((socket) => socket.end()) }
    },
  },
  {
    name: 'a server that does not take what is sent to it',
    phase: 'request',
    kind: 'silent',
    fault: 'origin-not-reading',
    asking: { method: 'POST', body: 'x'.repeat(30_000_000) },
    async open(stage) {
      return { origin: await stage.raw((socket) => socket.pause()), rings: 'takeMs' }
    },
  },
]

type Seen = Pick<OriginFailure, 'phase' | 'kind' | 'fault'>
type More = Pick<EdgeToldTo, 'rings'> & Pick<OriginFailure, 'asking'>

function saying(name: string, seen: Seen, acts: readonly Act[], { asking, ...told }: More = {}): OriginFailure {
  return {
    name: `a server that ${name}`,
    ...seen,
    ...(asking === undefined ? {} : { asking }),
    async open(stage) {
      const address = await stage.raw((socket) => {
        socket.once('data', () => actInTurn(socket, acts))
      })
      return { origin: address, ...told }
    },
  }
}

/** One thing after the other: a tear must not overtake what was said before it. */
function actInTurn(socket: Socket, [act, ...rest]: readonly Act[]): void {
  if (act === undefined) return
  act(socket)
  setImmediate(() => setImmediate(() => actInTurn(socket, rest)))
}

import { beSilent, close, say, tear, type Act, type EdgeToldTo, type OriginFailure } from './failure.ts'

const cut = { phase: 'body', kind: 'cut', fault: 'origin-cut' } as const
const stalled = { phase: 'body', kind: 'silent', fault: 'origin-stalled' } as const
const counted = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'
const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'
const stream = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
const event = 'e\r\ndata: whole\n\n\n\r\n'
const halfEvent = 'a\r\ndata: half\r\n'

/** The answer has begun, and does not come to its end. */
export const bodies: readonly OriginFailure[] = [
  breakingOff('closes in a counted body', cut, counted, close),
  breakingOff('tears the connection in a counted body', cut, counted, tear),
  breakingOff('closes in a chunked body', cut, chunked, close),
  breakingOff('tears the connection in a chunked body', cut, chunked, tear),
  breakingOff('garbles a chunked body', { ...cut, kind: 'garbled' }, chunked, say('zz\r\n')),
  breakingOff('falls silent in a counted body', stalled, counted, beSilent, { rings: 'stallMs' }),
  breakingOff('falls silent in a chunked body', stalled, chunked, beSilent, { rings: 'stallMs' }),
  breakingOff('closes between two events', cut, stream + event, close),
  breakingOff('tears the connection between two events', cut, stream + event, tear),
  breakingOff('falls silent between two events', stalled, stream + event, beSilent, { rings: 'stallMs' }),
  breakingOff('closes inside an event', cut, stream + halfEvent, close),
  breakingOff('falls silent inside an event', stalled, stream + halfEvent, beSilent, { rings: 'stallMs' }),
]

type Seen = Pick<OriginFailure, 'phase' | 'kind' | 'fault'>

function breakingOff(name: string, seen: Seen, begun: string, act: Act, told: EdgeToldTo = {}): OriginFailure {
  return {
    name: `a server that ${name}`,
    ...seen,
    async open(stage) {
      const address = await stage.raw((socket) => {
        socket.once('data', () => {
          socket.write(begun, () => setImmediate(() => setImmediate(() => act(socket))))
        })
      })
      return { origin: address, ...told }
    },
  }
}

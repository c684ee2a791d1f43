import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameReader, type Frame } from './frames.ts'

function framesIn(...pieces: readonly string[]): readonly Frame[] {
  const frames: Frame[] = []
  const feed = frameReader((frame) => frames.push(frame))
  for (const piece of pieces) feed(piece)
  return frames
}

const stream = [
  ': heartbeat\n\n',
  'event: data\nid: 0000000000000002\ndata: [{"t":"token","text":"It"},{"t":"token","text":" was"}]\n\n',
  'event: control\ndata: {"streamNextOffset":"0000000000000002","streamCursor":"7","upToDate":true}\n\n',
  'event: control\ndata: {"streamNextOffset":"0000000000000002","streamClosed":true}\n\n',
].join('')

const frames: readonly Frame[] = [
  {
    kind: 'data',
    events: [
      { t: 'token', text: 'It' },
      { t: 'token', text: ' was' },
    ],
    nextOffset: '0000000000000002',
  },
  { kind: 'control', nextOffset: '0000000000000002', isUpToDate: true, isClosed: false },
  { kind: 'control', nextOffset: '0000000000000002', isUpToDate: true, isClosed: true },
]

describe('the frames of a log', () => {
  test('it does not matter into which pieces the network cut them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts, stream.length].toSorted((a, b) => a - b)
        expect(framesIn(...places.slice(1).map((end, index) => stream.slice(places[index], end)))).toEqual(frames)
      }),
    )
  })

  test('half a frame is none', () => {
    expect(framesIn('event: data\nid: 1\ndata: [{"t":"token","text":"It"}]\n')).toEqual([])
  })

  test('a kind of event that a newer server may write is passed over', () => {
    expect(framesIn('event: data\nid: 1\ndata: [{"t":"picture"},{"t":"token","text":"a"}]\n\n')).toEqual([
      { kind: 'data', events: [{ t: 'token', text: 'a' }], nextOffset: '1' },
    ])
  })

  test('a token that cannot be read leaves a note that something is missing', () => {
    expect(framesIn('event: data\nid: 1\ndata: [{"t":"token","text":5}]\n\n')).toEqual([
      { kind: 'data', events: [{ t: 'note', note: 'garbled' }], nextOffset: '1' },
    ])
  })

  test.for([
    'event: data\ndata: {"no":"array"}\n\n',
    'event: data\ndata: not JSON\n\n',
    'event: control\ndata: {}\n\n',
  ])('%j is unreadable', (text) => {
    expect(framesIn(text)).toEqual([{ kind: 'unreadable', because: expect.any(String) }])
  })
})

import { effect } from '@preact/signals'
import { expect, test } from 'vitest'
import type { ReplyEvent } from '#protocol/events.ts'
import { formatOffset } from '#protocol/stream.ts'
import { testMeans } from '../test-means.ts'
import { LiveReply } from './live-reply.ts'

/** A log as the server replays it: in parts of two thousand events, each with its control. */
function replayOf(count: number): string {
  const words = Array.from({ length: count - 1 }, (_, index): ReplyEvent => ({ t: 'token', text: `w${index} ` }))
  const log: readonly ReplyEvent[] = [
    ...words,
    { t: 'done', reason: 'done', usage: { promptTokens: null, completionTokens: count } },
  ]
  const parts = Array.from({ length: Math.ceil(count / 2_000) }, (_, part) =>
    log.slice(part * 2_000, part * 2_000 + 2_000),
  )
  let at = 0
  return parts
    .map((part) => {
      at += part.length
      const end = at === count ? ',"upToDate":true,"streamClosed":true' : ''
      const data = `event: data\nid: ${formatOffset(at)}\ndata:${JSON.stringify(part)}\n\n`
      return `${data}event: control\ndata:{"streamNextOffset":"${formatOffset(at)}"${end}}\n\n`
    })
    .join('')
}

test.for([10_000, 200_000])('a replay of %d events is drawn at once, and is there when it is over', async (count) => {
  const text = replayOf(count)
  const headers = { 'content-type': 'text/event-stream' }
  const frames: (() => void)[] = []
  const means = testMeans(() => Promise.resolve(new Response(text, { headers })))
  const reply = new LiveReply('/v1/stream/x', { ...means, nextFrame: (run) => void frames.push(run) })
  const drawn: number[] = []
  const stop = effect(() => void drawn.push(reply.view.value.text.length))
  expect(await reply.read()).toBe('ended')
  expect(reply.view.value).toMatchObject({ state: 'done' })
  expect(frames).toHaveLength(1)
  for (const draw of frames) draw()
  expect(drawn).toEqual([0, reply.view.value.text.length])
  expect(reply.view.value.text.endsWith(` w${count - 2} `)).toBe(true)
  stop()
})

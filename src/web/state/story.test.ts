import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '#protocol/chats.ts'
import { problem, problemType } from '#protocol/problem.ts'
import { serverOver } from '../api/server.ts'
import { Copies } from '../copies/copies.ts'
import { testMeans } from '../test-means.ts'
import { openHttpServer, type HttpServer } from '../../../test/fixtures/http-server.ts'
import { Story } from './story.ts'

const chatId = '01a20f82-5ffd-7399-b3a4-58206148884e'
const length = 1_000
const idOf = (index: number): string => `01a20f82-5ffd-7399-b3a4-${String(index).padStart(12, '0')}`

function messageOf(index: number): Message {
  const id = idOf(index)
  const parentId = index === 0 ? null : idOf(index - 1)
  return { id, parentId, role: 'user', text: `Message ${index}.`, createdAt: index, variants: [id], reply: null }
}

describe('what stands above', () => {
  let server: HttpServer
  let story: Story
  let asked: string[]
  let isRefused: boolean

  beforeEach(async () => {
    asked = []
    isRefused = false
    server = await openHttpServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://server')
      const before = searchParams.get('before')
      asked.push(before ?? 'the end')
      const end = before === null ? length : Number(before.slice(-12))
      const first = Math.max(0, end - Number(searchParams.get('limit')))
      const messages = Array.from({ length: end - first }, (_, offset) => messageOf(first + offset))
      response.writeHead(isRefused ? 404 : 200, { 'content-type': isRefused ? problemType : 'application/json' })
      response.end(
        JSON.stringify(isRefused ? problem('unknown-chat') : { messages, before: first === 0 ? null : idOf(first) }),
      )
    })
    const means = testMeans((path, request) => fetch(server.address + path, request))
    const told = { onChanged: () => undefined, onLogGone: () => undefined, onRenamed: () => undefined }
    const copies = new Copies({ means, server: serverOver(means), hasWaiting: () => false })
    story = new Story(chatId, { means, server: serverOver(means), copy: copies.of(chatId), ...told })
    await story.load()
  })
  afterEach(async () => {
    story.close()
    await server.close()
  })

  test('is read as often as it is asked for, and never twice at once', async () => {
    const height = story.messages.value.length
    await Promise.all([story.loadEarlier(), story.loadEarlier()])
    expect(asked).toHaveLength(2)
    expect(story.messages.value.length).toBe(2 * height)
    await story.loadEarlier()
    expect(story.messages.value.length).toBe(3 * height)
  })

  test('is all there, in order, after going to the beginning, also from the middle of reading', async () => {
    void story.loadEarlier()
    await story.loadBeginning()
    expect(story.messages.value.map(({ id }) => id)).toEqual(Array.from({ length }, (_, index) => idOf(index)))
    expect(story.before.value).toBeNull()
  })

  test('ends the way to the beginning when the server refuses it, and says so', async () => {
    isRefused = true
    const { length: height } = story.messages.value
    await story.loadBeginning()
    expect(story.messages.value.length).toBe(height)
    expect(story.refusal.value).toMatchObject({ fault: 'unknown-chat' })
    expect(story.isReadingBack.value).toBe(false)
  })
})

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asking,
  clockThatOnlyTells as clock,
  describeWithEngine,
  EngineLog,
  readAndKill,
  readReply,
} from '../../../../test/fixtures/embedded-engine.ts'
import { writeRandomModel } from '../../../../tools/narrator/random-model.ts'
import type { EmbeddedBackend } from './backend.ts'
import { openFileBackend } from './file.ts'

// Random weights have many near ties, and a model of this size sums so much that the order shows in the last bits: what
// a tiny model forgives, this one does not.
describeWithEngine('a model of real size (29 million random weights)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-real-size-'))
  const log = new EngineLog()
  const file = join(folder, 'random.gguf')
  let model: EmbeddedBackend

  beforeAll(() => {
    writeRandomModel(file, { width: 512, hidden: 1408, layers: 8, heads: 8, keyHeads: 8, pieces: 8192 }, 512)
    const settings = { name: 'random', file, maxTokens: 72 }
    model = openFileBackend(settings, { source: 'configured', log, clock, dataDir: folder })
  })

  afterAll(async () => {
    await model.close()
    rmSync(folder, { recursive: true })
  })

  // Long enough to be read in several batches.
  const request = asking('The lighthouse keeper counted the ships. '.repeat(5))

  test('is killed at any token and goes on the same to the byte', { timeout: 120_000 }, async () => {
    const whole = await readReply(model, request)
    expect(whole.end?.finish).toBe('length')
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 60 }), async (killAfter) => {
        const part = await readAndKill(model, request, { log, killAfter })
        const rest = await readReply(model, { ...request, written: part.tokens })
        expect(rest.began?.way).toBe('same-tokens')
        expect([...part.tokens, ...rest.tokens]).toEqual(whole.tokens)
      }),
      { numRuns: 3 },
    )
  })

  test('writes and goes on the same while others are read beside it', { timeout: 120_000 }, async () => {
    const whole = await readReply(model, request)
    const crowd = new AbortController()
    const others = Array.from({ length: 6 }, (_, n) => readOnAndOn(`${n} gulls followed it. `.repeat(20), crowd.signal))
    const cuts = [0, 20, 50]
    const beside = await Promise.all(
      cuts.map((cut) => readReply(model, { ...request, written: whole.tokens.slice(0, cut) })),
    )
    crowd.abort()
    await Promise.all(others)
    for (const [n, rest] of beside.entries()) {
      expect(rest.began?.way).toBe(cuts[n] === 0 ? null : 'same-tokens')
      expect(rest.tokens).toEqual(whole.tokens.slice(cuts[n]))
    }
  })

  test('gives every logit the same to the last bit, whatever else is read and written beside it', async () => {
    const counter = fileURLToPath(new URL('../../../../test/fixtures/engine-logits/main.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [counter, file])
    expect(stdout).toBe('0 of 8 differ\n')
  })

  /** Has the model read a long message again and again, and cares for nothing but the first token. */
  async function readOnAndOn(text: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for await (const piece of model.write(asking(text, { signal }))) if (piece.kind === 'token') break
    }
  }
})

import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { isNewEnough, tooOld } from './bin/node-version.js'
import { ClosingLine } from './tools/closing-line.ts'
import { LongestFirst } from './tools/longest-first.ts'

if (!isNewEnough(process.versions.node)) throw new Error(tooOld(process.versions.node))

const shared = {
  setupFiles: ['./test/leaves-nothing-behind.ts'],
  // Generous: nothing here waits for time, and a loaded machine must not turn slow into wrong.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
  server: { deps: { inline: ['@durable-streams/server-conformance-tests'] } },
}

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'units',
          include: ['{src,tools,test}/**/*.test.{ts,tsx}'],
          exclude: ['test/outage/**', 'test/browser/**', 'test/lab/**'],
          isolate: false,
          // They wait for sockets, files and timers for most of their time; Vitest would leave one of two processors idle.
          maxWorkers: availableParallelism() + 1,
        },
      },
      {
        test: {
          ...shared,
          name: 'whole',
          include: ['test/{outage,browser}/**/*.test.ts'],
          // Each starts several processes and a browser, and spends most of its time waiting for them.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          // Alone at the end: who is kept from the processor looks like a machine that is busy, which is one of the faults.
          sequence: { groupOrder: 2 },
          // Five seeds take a quarter of an hour where nothing else runs.
          testTimeout: 3_600_000,
        },
      },
    ],
  },
})

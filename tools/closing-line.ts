import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { closingLine, strictly, type Tally } from './tally.js'

/** Ends every run with `N passed, N failed, N skipped`, files that would not load and late errors counted as failed. */
export class ClosingLine implements Reporter {
  #chosen: RegExp | undefined

  onInit(vitest: Vitest): void {
    this.#chosen = vitest.getGlobalTestNamePattern()
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const inState = (state: 'passed' | 'failed' | 'skipped') => tests.filter((test) => test.result().state === state)
    const broken = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const failedOutside = broken.filter((part) => part.errors().length > 0).length + unhandledErrors.length
    const notRun = inState('skipped').filter((test) => this.#isChosen(test))
    const skipped = notRun.filter((test) => !leftOut.has(nameOf(test)))
    reportNotRun(notRun)
    reportFailed(tests)
    report({
      passed: inState('passed').length,
      failed: inState('failed').length + failedOutside,
      skipped: skipped.length,
    })
  }

  /** Vitest marks what `-t` did not choose as skipped too; nobody wanted that run. */
  #isChosen(test: TestCase): boolean {
    return this.#chosen === undefined || this.#chosen.test(test.fullName.replaceAll(' > ', ' '))
  }
}

/** What Holdfast does not do, and so does not test, with where the reason stands. */
const leftOut: ReadonlyMap<string, string> = new Map([
  ['Durable Streams > Reserved subscription APIs', 'docs/decisions/006-durable-streams-without-subscriptions.md'],
])

function reportNotRun(tests: readonly TestCase[]): void {
  for (const name of new Set(tests.map(nameOf))) {
    const why = leftOut.get(name)
    process.stdout.write(why === undefined ? `skipped: ${name}\n` : `left out: ${name} (${why})\n`)
  }
}

/** A line each: a long log is often cut in its middle, and what matters should stand where it ends. */
function reportFailed(tests: readonly TestCase[]): void {
  for (const test of tests) {
    const { state, errors } = test.result()
    if (state !== 'failed') continue
    const why = errors.map(({ message }) => message.replaceAll(/\s+/g, ' ').slice(0, 800)).join(' | ')
    process.stdout.write(`failed: ${test.module.relativeModuleId} > ${test.fullName}: ${why}\n`)
  }
}

function nameOf(test: TestCase): string {
  return test.parent.type === 'suite' ? test.parent.fullName : test.fullName
}

/** `npm test` prints the line itself, after the last word of vitest. */
function report(counted: Tally): void {
  const tally = strictly(counted, process.env)
  if (tally.failed > 0) process.exitCode = 1
  const file = process.env['TEST_TALLY']
  if (file === undefined) process.stdout.write(`${closingLine(tally)}\n`)
  else writeFileSync(file, JSON.stringify(tally))
}

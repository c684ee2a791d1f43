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
    const skipped = inState('skipped').filter((test) => this.#isChosen(test))
    reportSkipped(skipped)
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

function reportSkipped(tests: readonly TestCase[]): void {
  const names = new Set(tests.map((test) => (test.parent.type === 'suite' ? test.parent.fullName : test.fullName)))
  for (const name of names) process.stdout.write(`skipped: ${name}\n`)
}

/** `npm test` prints the line itself, after the last word of vitest. */
function report(counted: Tally): void {
  const tally = strictly(counted, process.env)
  if (tally.failed > 0) process.exitCode = 1
  const file = process.env['HOLDFAST_TALLY']
  if (file === undefined) process.stdout.write(`${closingLine(tally)}\n`)
  else writeFileSync(file, JSON.stringify(tally))
}

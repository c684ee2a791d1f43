import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openGenerator, type Diagnostic } from '../../../src/story/generator.ts'

/** Pieces that the language knows, so that chance makes something of them. */
const pieces =
  `output x y n f $output $meta \\ \\n [ ] { } | ^ ^2 ^[ = == => ( ) , ; : ? . " ' \` \${ + - * / % ! && || ?? < ++ += 1 0 2.5
  [x] [y] {a} {s} {1-6} {x|y} {import:m} [n=1] [x.selectOne] [x.consumableList] this root Math.random() if( else for( while(
  let return break f()=> selectMany(3) joinItems(",") .titleCase .pluralForm .getName .length .map(x=>x) ["x"] constructor
  __proto__ null`
    .split(/\s+/)
    .concat('\n', '\n  ', '\n\t', '\n    ', '\n   ', ' ', ' // c')

const nearlySources = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string() }), {
    maxLength: 60,
  })
  .map((words) => words.join(''))

/** Programs that are right in form, whatever they do: loops, lists in lists, lists that call each other. */
const programs = fc
  .record({
    items: fc.array(
      fc.constantFrom(
        '[a]',
        '[b]',
        '[c.selectOne]',
        'text',
        '{[a]|x}',
        '[f(3)]',
        '[n += 1]',
        '{1-9}',
        '[b] ^[n > 2]',
        '{a} [b]',
      ),
      { minLength: 3, maxLength: 9 },
    ),
    body: fc.array(
      fc.constantFrom(
        'while (n < 99) n += 1',
        'for (let i = 0; i < k; i++) s += a',
        's += "[b]"',
        'if (k > 1) return f(k - 1)',
        'while (true) s += "x"',
        'return s',
      ),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ items, body }) => {
    const third = Math.ceil(items.length / 3)
    const list = (name: string, from: number): string =>
      [name, ...items.slice(from, from + third).map((item) => `  ${item}`), '  end'].join('\n')
    return [
      list('output', 0),
      list('a', 0),
      list('b', third),
      list('c', 2 * third),
      'n = 0',
      'f(k) =>',
      '  let s = ""',
      ...body.map((line) => `  ${line}`),
    ].join('\n')
  })

const limits = { steps: 3_000, depth: 60, characters: 5_000 }
const files = { m: 'x\n  y' }

function expectLocated({ line, column, message }: Diagnostic, source: string): void {
  expect(line).toBeGreaterThan(0)
  expect(column).toBeGreaterThan(0)
  expect(line).toBeLessThanOrEqual(source.split(/\r\n|\r|\n/).length)
  expect(message).not.toBe('')
}

test('any text is a generator, or is told where it is none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearlySources, fc.string({ unit: 'binary' })), fc.integer(), async (source, seed) => {
      const opened = openGenerator(source, { limits, files })
      if (!opened.ok) throw new Error('a short source is never too large')
      for (const diagnostic of opened.value.check()) expectLocated(diagnostic, source)
      const rolled = await opened.value.roll({ seed })
      if (!rolled.ok && rolled.error.module === '') expectLocated(rolled.error, source)
    }),
    { numRuns: Number(process.env['RUNS'] ?? 1_500) },
  )
})

test('any call is answered, or told where it is wrong', async () => {
  const opened = openGenerator('output\n  x\nx\n  y\n    p = 1\nf(a) => a', { limits })
  if (!opened.ok) throw new Error(opened.error.message)
  await fc.assert(
    fc.asyncProperty(nearlySources, async (call) => {
      const rolled = await opened.value.roll({ seed: 1, call })
      if (!rolled.ok && rolled.error.module === '--list') expectLocated(rolled.error, call)
    }),
    { numRuns: Number(process.env['RUNS'] ?? 500) },
  )
})

test('any program ends within its limits, and the same seed gives the same end', async () => {
  await fc.assert(
    fc.asyncProperty(programs, fc.string(), async (source, seed) => {
      const [one, other] = [openGenerator(source, { limits }), openGenerator(source, { limits })]
      if (!one.ok || !other.ok) throw new Error('a short source is never too large')
      const first = await one.value.roll({ seed, index: 3 })
      // The other one has rolled before, which must not matter.
      await other.value.roll({ seed: 'before' })
      expect(await other.value.roll({ seed, index: 3 })).toEqual(first)
      if (first.ok) expect(first.value.text.length).toBeLessThanOrEqual(limits.characters)
      else expect(['too-many-steps', 'too-deep', 'output-too-long', 'undefined-value']).toContain(first.error.id)
    }),
    { numRuns: Number(process.env['RUNS'] ?? 500) },
  )
})

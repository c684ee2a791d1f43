import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bin } from '../../../test/fixtures/command.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-generate-'))
  const files = {
    'city.txt': 'output\n  [city] and {import:sea}\ncity\n  new york\n  old york\nspare\n  x',
    'sea.txt': '$output\n  {the|a} sea',
    'slip.txt': 'output\n  [citty]\ncity\n  x',
    'broken.txt': 'output\n  fine ^0\n  [1 +',
    'big.txt': `output\n  ${'x'.repeat(2_000_001)}`,
  }
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: unknown
  readonly out: string
  readonly complaint: string
}

/** The real command, with something on its standard input. */
async function holdfast(args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [bin, 'generate', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder },
  })
  child.stdin.end(input)
  const [out, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, out, complaint }
}

describe('holdfast generate FILE', () => {
  test('prints all of it, however much, before it ends', async () => {
    const { code, out } = await holdfast(['-', '--count', '20000'], `output\n  ${'owl '.repeat(10)}`)
    expect(code).toBe(0)
    expect(out.split('\n').length).toBe(20_001)
  })

  test('rolls a generator, with what lies beside it', async () => {
    const { code, out } = await holdfast(['city.txt', '--count', '3', '--seed', 'a'])
    expect(code).toBe(0)
    expect(out).toMatch(/^((new|old) york and (the|a) sea\n){3}$/)
    expect(await holdfast(['city.txt', '--count', '3', '--seed', 'a'])).toMatchObject({ out })
  })

  test('--list rolls what could stand in a block', async () => {
    const { out } = await holdfast(['city.txt', '--list', 'city.selectOne.titleCase + "!"', '--seed=1'])
    expect(out).toMatch(/^(New|Old) York!\n$/)
  })

  test('- is standard input', async () => {
    expect(await holdfast(['-'], 'output\n  {import:sea} ^0\n  in')).toMatchObject({ code: 0, out: 'in\n' })
  })

  test('--json prints one object and nothing else', async () => {
    const { code, out, complaint } = await holdfast(['--json', 'city.txt', '--count', '2', '--seed', '7'])
    const answer: unknown = JSON.parse(out)
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' })
    expect(answer).toEqual({
      outputs: [expect.stringMatching(/ and /), expect.stringMatching(/ and /)],
      warnings: [expect.objectContaining({ id: 'unused-list', line: 6, column: 1, list: 'spare' })],
    })
  })

  test('a failure with --json is one object, too, with status 1', async () => {
    const { code, out, complaint } = await holdfast(['slip.txt', '--json'])
    expect({ code, complaint }).toEqual({ code: 1, complaint: '' })
    expect(JSON.parse(out)).toEqual({
      error: {
        id: 'not-defined',
        message: 'citty is not defined: did you mean city?',
        line: 2,
        column: 4,
        list: 'output',
      },
    })
  })

  test('a failure for people names file, line and column', async () => {
    expect(await holdfast(['slip.txt'])).toEqual({
      code: 1,
      out: '',
      complaint: 'slip.txt:2:4: citty is not defined: did you mean city?\n',
    })
    expect(await holdfast(['big.txt'])).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/^big\.txt:1:1: .*2,000,000/),
    })
  })

  test.for<readonly [readonly string[], string]>([
    [[], 'Write `holdfast generate FILE`'],
    [['a.txt', 'b.txt'], '`b.txt` is one file too many'],
    [['a.txt', '--count', '0'], '--count is "0"'],
    [['a.txt', '--count', 'many'], '--count is "many"'],
    [['a.txt', '--count'], '`--count` needs a value'],
    [['a.txt', '--sed', '1'], 'did you mean `--seed`?'],
    [['a.txt', '--port', '1'], 'does not take `--port`'],
    [['--check', 'a.txt', '--seed', '1'], '`--seed` means nothing with --check'],
    [['--batch', 'a.txt', '--count', '1'], '`--count` means nothing with --batch'],
    [['--batch', 'a.txt', 'b.txt'], '`b.txt` is one file too many'],
    [['missing.txt'], 'missing.txt cannot be read'],
    [['--check', 'missing.txt'], 'missing.txt cannot be read'],
    [['--batch', 'missing.txt'], 'missing.txt cannot be read'],
    [['.'], '. cannot be read'],
  ])('%j is refused: %s', async ([args, says]) => {
    const { code, out, complaint } = await holdfast(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(complaint).toContain(says)
  })

  test('a file that cannot be read is an object with --json', async () => {
    const { code, out } = await holdfast(['missing.txt', '--json'])
    expect([code, JSON.parse(out)]).toEqual([1, { error: expect.objectContaining({ id: 'unreadable-file' }) }])
  })
})

describe('holdfast generate --check FILE', () => {
  test('says what is worth a word, and fails when something cannot be right', async () => {
    expect(await holdfast(['--check', 'slip.txt'])).toEqual({
      code: 1,
      out: [
        'slip.txt:2:4: citty is not defined: did you mean city? (error, not-defined)\n',
        'slip.txt:3:1: Nothing mentions the list city. (warning, unused-list)\n',
      ].join(''),
      complaint: '',
    })
    expect(await holdfast(['--check', 'broken.txt'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('broken.txt:3:3'),
    })
  })

  test('warnings alone are no failure, and nothing is said so', async () => {
    expect(await holdfast(['--check', 'city.txt'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('unused-list'),
    })
    expect(await holdfast(['sea.txt', '--check'])).toMatchObject({ code: 0, out: 'Nothing to say against it.\n' })
  })

  test('--json gives the list of them', async () => {
    const { code, out } = await holdfast(['--check', 'slip.txt', '--json'])
    expect([code, JSON.parse(out)]).toEqual([
      1,
      { diagnostics: [expect.objectContaining({ id: 'not-defined' }), expect.objectContaining({ id: 'unused-list' })] },
    ])
  })
})

describe('holdfast generate --batch REQUESTS', () => {
  const requests = [
    { id: 1, input: 'output\n  {1-9}', count: 3, seed: 5 },
    { id: 'import', input: '{import:inner}\noutput\n  {import:inner}', files: { inner: '$output\n  x' }, seed: 'a' },
    { id: 'fails', input: 'output\n  [nowhere]' },
    { id: 'call', input: 'x\n  y', call: 'x.upperCase', seed: 1 },
    { id: 'count', input: 'x', count: 0 },
    { id: 'more', input: 'x', extra: 1 },
  ]

  test('answers each line, whatever became of the others', async () => {
    const lines = [...requests.map((one) => JSON.stringify(one)), 'no json', '', '[]']
    const { code, out, complaint } = await holdfast(['--batch', '-', '--json'], lines.join('\n'))
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' })
    const refused = (id: unknown) => ({
      id,
      error: expect.objectContaining({ id: 'bad-request', message: expect.any(String) }),
    })
    expect(
      out
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { id: 1, outputs: [expect.stringMatching(/^\d$/), expect.any(String), expect.any(String)] },
      { id: 'import', outputs: ['x'] },
      {
        id: 'fails',
        error: { id: 'not-defined', message: 'nowhere is not defined.', line: 2, column: 4, list: 'output' },
      },
      { id: 'call', outputs: ['Y'] },
      refused('count'),
      refused('more'),
      refused(null),
      refused(null),
    ])
  })

  test('a request is answered before the next one is written', async () => {
    const child = spawn(process.execPath, [bin, 'generate', '--batch', '-'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder },
    })
    for (const id of [1, 2]) {
      child.stdin.write(`${JSON.stringify({ id, input: 'output\n  x' })}\n`)
      const [answer] = await once(child.stdout, 'data')
      expect(String(answer)).toBe(`${JSON.stringify({ id, outputs: ['x'] })}\n`)
    }
    child.stdin.end()
    expect(await once(child, 'close')).toEqual([0, null])
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Statuspage } from 'statuspage.io'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { failingBoard, maintenance } from '../support/boards.ts'
import { publishBoard, type PublishedBoard } from '../support/published-board.ts'
import { ask } from '../fixtures/ask.ts'
import { describeWith } from '../parts.ts'

// Other people's programs, unchanged, against what the status process answers (reference §2).
let site: PublishedBoard
beforeAll(async () => {
  const planned = [maintenance(), maintenance({ id: 'k3v8q0s1m7ta', number: 3, state: 'in_progress' })]
  site = await publishBoard(failingBoard({ maintenances: planned }))
})
afterAll(() => site.close())

describe('the statuspage.io package', () => {
  function client(): Statuspage {
    const statuspage = new Statuspage('holdfast')
    statuspage.setApiUrl(site.address)
    return statuspage
  }

  test('reads summary, status and components', async () => {
    const { api } = client()
    // Its types say that there can be no summary.
    const summary: unknown = await api.getSummary()
    expect(summary).toMatchObject({
      status: { indicator: 'major', description: 'Partial System Outage' },
      components: [{ name: 'Chats and replies' }, {}, {}, { name: 'Model hosts', group: true }, {}, {}],
    })
    expect((await api.getStatus()).page.name).toBe('Holdfast')
    expect((await api.getComponents()).components).toHaveLength(6)
  })

  test('reads incidents', async () => {
    const { incidents } = client().api
    expect((await incidents.getAll()).incidents).toHaveLength(2)
    const [open] = (await incidents.getUnresolved()).incidents
    expect(open).toMatchObject({ name: 'The server does not accept connections', impact: 'major' })
    expect(open?.incident_updates[0]?.body).toContain('has run out of memory')
  })

  // Three of its calls ask for the upcoming ones, whatever their names; the other two paths are asked by hand.
  test('reads maintenances', async () => {
    const { scheduledMaintenances } = client().api
    expect((await scheduledMaintenances.getUpcoming()).scheduled_maintenances).toHaveLength(1)
    for (const [path, count] of [
      ['', 2],
      ['/active', 1],
    ] as const) {
      const { body } = await ask(site.address, `/api/v2/scheduled-maintenances${path}.json`)
      expect(JSON.parse(body).scheduled_maintenances).toHaveLength(count)
    }
  })
})

describeWith('feedparser', "Python's feedparser", (python) => {
  test.for([
    ['/history.atom', 4],
    ['/history.rss', 7],
  ] as const)('finds nothing wrong with %s', async ([path, entries]) => {
    const program = [
      'import feedparser, json, sys',
      'feed = feedparser.parse(sys.argv[1])',
      "print(json.dumps([feed.bozo, feed.feed.title, [[e.id, e.title, e.published, e.get('updated')] for e in feed.entries]]))",
    ].join('\n')
    const { printed } = await run(python, ['-c', program, `${site.address}${path}`])
    const [isBroken, title, found] = JSON.parse(printed)
    expect([isBroken, title]).toEqual([false, 'Holdfast status: incident history'])
    expect(found).toHaveLength(entries)
    expect(found.every((one: readonly unknown[]) => one.slice(0, 3).every((text) => text !== ''))).toBe(true)
  })
})

describeWith('sfeed', 'sfeed', (sfeed) => {
  test.for(['/history.atom', '/history.rss'])('writes a line for each item of %s', async (path) => {
    const { body } = await ask(site.address, path)
    const { printed } = await run(sfeed, ['https://status.example.org'], body)
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
    expect(lines.length).toBe(path.endsWith('atom') ? 4 : 7)
    expect(lines.map(([, title]) => title)).toContain('The server does not accept connections')
    for (const [at, , link] of lines) {
      expect(Number(at)).toBeGreaterThan(1_700_000_000)
      expect(link).toMatch(/^https:\/\/status\.example\.org\/i\/[a-z0-9]{12}$/)
    }
  })
})

describeWith('newsboat', 'newsboat', (newsboat) => {
  test('takes in every entry as unread', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-newsboat-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'urls'), `${site.address}/history.atom\n`)
    const files = ['-u', join(folder, 'urls'), '-c', join(folder, 'cache.db')]
    const { printed } = await run(newsboat, [...files, '-x', 'reload', 'print-unread'], '', folder)
    expect(printed).toContain('4 unread articles')
  })
})

describeWith('promtool', 'promtool', (promtool) => {
  test('finds nothing to mend in the metrics', async () => {
    const { body } = await ask(site.address, '/metrics')
    expect(await run(promtool, ['check', 'metrics'], body)).toEqual({ code: 0, printed: '', complained: '' })
  })

  test('and the Prometheus that it comes with scrapes them, and sounds the alarm that a rule asks for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-prometheus-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const rule = { alert: 'HoldfastDown', expr: 'holdfast_component_up == 0' }
    // YAML, of which JSON is a part.
    await writeFile(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'holdfast', rules: [rule] }] }))
    const scraped = { job_name: 'holdfast', static_configs: [{ targets: [new URL(site.address).host] }] }
    const settings = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yml'],
      scrape_configs: [scraped],
    }
    await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(settings))
    const prometheus = spawn(join(dirname(promtool), 'prometheus'), [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ])
    const ended = once(prometheus, 'close')
    onTestFinished(async () => {
      prometheus.kill('SIGKILL')
      await ended
    })
    let said = ''
    prometheus.stderr.setEncoding('utf8').on('data', (part: string) => (said += part))
    await expect.poll(() => said).toMatch(/Listening on" address=\S+/)
    const address = /Listening on" address=(\S+)/.exec(said)?.[1] ?? ''
    const alarms = async (): Promise<unknown> => JSON.parse((await ask(`http://${address}`, '/api/v1/alerts')).body)
    await expect.poll(alarms).toMatchObject({
      status: 'success',
      data: { alerts: [{ state: 'firing', labels: { alertname: 'HoldfastDown', job: 'holdfast' } }] },
    })
  })
})

interface Ran {
  readonly code: number | null
  readonly printed: string
  readonly complained: string
}

function run(command: string, args: readonly string[], input = '', home = tmpdir()): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const program = spawn(command, args, { env: { ...process.env, HOME: home, LC_ALL: 'C.UTF-8' } })
    const ran = { printed: '', complained: '' }
    program.stdout.setEncoding('utf8').on('data', (part: string) => (ran.printed += part))
    program.stderr.setEncoding('utf8').on('data', (part: string) => (ran.complained += part))
    program.on('error', reject)
    program.on('close', (code) => resolve({ code, ...ran }))
    // Whoever does not read it may be gone already.
    program.stdin.on('error', () => {})
    program.stdin.end(input)
  })
}

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from './program.ts'

export interface Nginx {
  readonly address: string
  /** The master and its one worker. */
  readonly programs: readonly Measured[]
  readonly stop: () => Promise<void>
}

/** The path of nginx, or undefined where there is none. */
export function findNginx(): string | undefined {
  return ['nginx', '/usr/sbin/nginx'].find((path) => spawnSync(path, ['-v']).status === 0)
}

/** Starts nginx before an origin, as one would for streams: nothing buffered, connections kept, one worker. */
export async function startNginx(path: string, origin: string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
  const port = await freePort()
  writeFileSync(join(folder, 'nginx.conf'), config(folder, port, new URL(origin).host))
  const master = spawn(path, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore' })
  const ended = once(master, 'exit')
  const { pid } = master
  if (pid === undefined) throw new Error('nginx was not started')
  const address = `http://127.0.0.1:${port}`
  while (!(await listens(port))) {
    if (master.exitCode !== null) throw new Error(readFileSync(join(folder, 'error.log'), 'utf8'))
  }
  return {
    address,
    programs: [pid, ...childrenOf(pid)].map((each) => ({ pid: each, address })),
    async stop() {
      master.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}

function config(folder: string, port: number, origin: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 8192; }
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n  ')}
  keepalive_requests 1000000;
  upstream origin { server ${origin}; keepalive 512; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 900s;
    }
  }
}
`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  await once(server, 'close')
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  return bound.port
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true))
    socket.on('error', () => setTimeout(() => resolve(false), 20))
    socket.on('connect', () => socket.destroy())
  })
}

/** The processes that a process has started (proc(5), stat field 4). */
function childrenOf(pid: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return all.filter((name) => parentOf(name) === pid).map(Number)
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined // It has ended meanwhile.
  }
}

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { addresses } from '../hosts/addresses.ts'
import type { Program } from '../hosts/program.ts'
import type { Stage } from '../stage.ts'

const certificate = ['ssl_certificate own.pem;', 'ssl_certificate_key own.key;'] as const

/** What people do to nginx, by the lines of its server that do it. Ids are those of the reference's faults of nginx. */
export const nginx: readonly Fault[] = [
  served('n1', 'nginx, and all is well', ['listen 80;', 'return 200 ok;'], { isWell: true }),
  served('n2', 'nginx listens on 127.0.0.1 alone', ['listen 127.0.0.1:80;', 'return 200 ok;']),
  {
    id: 'n3',
    title: 'nginx does not start, as the file of its certificate is missing',
    isTls: true,
    lacks,
    async make(stage) {
      const failing = await startNginx(stage, [
        'listen 443 ssl;',
        'ssl_certificate gone.pem;',
        'ssl_certificate_key gone.pem;',
      ])
      await failing.ended
      return () => startWell(stage, true)
    },
  },
  served('n5', 'nginx closes without an answer, as it is told by `return 444`', ['listen 80;', 'return 444;']),
  served('n6', 'nginx denies the edge', ['listen 80;', `location / { deny ${addresses.edge}; root .; }`]),
  served('n7', 'nginx refuses the name in the handshake', ['listen 443 ssl;', 'ssl_reject_handshake on;'], {
    isTls: true,
  }),
  served('n8', 'nginx listens on 443 without `ssl`', ['listen 443;', 'return 200 ok;'], { isTls: true }),
  served('n9', 'nginx expects TLS on the port for http', ['listen 80 ssl;', ...certificate, 'return 200 ok;']),
  served(
    'n10',
    'nginx wants a certificate of whoever asks',
    [
      'listen 443 ssl;',
      ...certificate,
      'ssl_client_certificate client.pem;',
      'ssl_verify_client on;',
      'return 200 ok;',
    ],
    { isTls: true },
  ),
  served(
    'n11',
    'nginx, and TLS 1.3 alone',
    ['listen 443 ssl;', ...certificate, 'ssl_protocols TLSv1.3;', 'return 200 ok;'],
    { isTls: true, isWell: true },
  ),
  served('n14', 'nginx asks a program behind it that is not there', [
    'listen 80;',
    'location / { proxy_pass http://127.0.0.1:9; }',
  ]),
]

function lacks(): string | undefined {
  return existsSync('/usr/sbin/nginx')
    ? undefined
    : 'This machine has no nginx: sudo apt-get install --yes nginx-light.'
}

function served(
  id: string,
  title: string,
  lines: readonly string[],
  { isTls, isWell }: Pick<Fault, 'isTls' | 'isWell'> = {},
): Fault {
  return {
    id,
    title,
    lacks,
    ...(isTls === undefined ? {} : { isTls }),
    ...(isWell === undefined ? {} : { isWell }),
    async make(stage) {
      const running = await startNginx(stage, lines)
      await listening(stage)
      if (isWell === true) return undefined
      return async () => {
        await running.stop()
        await startWell(stage, isTls === true)
      }
    },
  }
}

async function startWell(stage: Stage, isTls: boolean): Promise<void> {
  await startNginx(
    stage,
    isTls ? ['listen 443 ssl;', ...certificate, 'return 200 ok;'] : ['listen 80;', 'return 200 ok;'],
  )
  await listening(stage)
}

async function startNginx({ world, papers, folder }: Stage, lines: readonly string[]): Promise<Program> {
  await writeFile(join(folder, 'own.pem'), papers.good.certificate)
  await writeFile(join(folder, 'own.key'), papers.good.key)
  await writeFile(join(folder, 'client.pem'), papers.clientAuthority)
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, lines))
  return world.start('origin', ['nginx', '-p', folder, '-c', 'nginx.conf', '-e', 'stderr'])
}

function configuration(folder: string, lines: readonly string[]): string {
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`)
  return `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
events { worker_connections 64; }
http { access_log off; ${own.join(' ')} server { ${lines.join(' ')} } }
`
}

/** It says nothing when it listens, so the table of listeners is asked until it is in there. */
async function listening({ world }: Stage): Promise<void> {
  await world.run('origin', ['sh', '-c', 'until ss -Hltn | grep -qE ":(80|443) "; do sleep 0.05; done'])
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'

// What the page is made of from its first picture on. Faces for the letters of other languages are kept when one is used.
const needed = /^(index\.html|theme\.js|favicon\.svg|manifest\.webmanifest|assets\/(?!literata-latin-ext-).*)$/
// Most people never open the workshop, and these are larger than the rest of the page together.
const forWorkshop = /^assets\/(?:english|code-editor)-/
// Known to lie beside the bundle, since the page cannot do without them.
const besides = ['theme.js', 'favicon.svg', 'manifest.webmanifest']

/** Adds the worker to the build, with the list of what it is to keep, and writes the version of that into the page. */
export const shellWorker: Plugin = {
  name: 'shell-worker',
  apply: 'build',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const { root, publicDir } = this.environment.config
      const page = bundle['index.html']
      if (page?.type !== 'asset') throw new Error('the build has no page')
      const files = new Map<string, string | Uint8Array>(
        besides.map((file) => [file, readFileSync(join(publicDir, file))]),
      )
      const workshop = new Map<string, string | Uint8Array>()
      for (const [file, built] of Object.entries(bundle)) {
        const content = built.type === 'asset' ? built.source : built.code
        if (forWorkshop.test(file)) workshop.set(file, content)
        else if (needed.test(file)) files.set(file, content)
      }
      if (workshop.size !== 2) throw new Error('the build has other parts for the workshop than are known here')
      const version = versionOf(new Map([...files, ...workshop]))
      page.source = String(page.source).replace('<html', `<html data-shell="${version}"`)
      files.set('index.html', page.source)
      const lists = { shellFiles: listOf(files), workshopFiles: listOf(workshop) }
      const source = await workerFor(join(root, 'worker', 'worker.ts'), version, lists)
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  },
}

/** Changes with the content of any file, and with nothing else. */
function versionOf(files: ReadonlyMap<string, string | Uint8Array>): string {
  const hash = createHash('sha256')
  for (const [file, content] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${file} ${digest(content)}\n`)
  return hash.digest('hex').slice(0, 16)
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64')
}

/** As the worker has it: a list of what is at which path. */
function listOf(files: ReadonlyMap<string, string | Uint8Array>): string {
  const list = [...files].map(([file, content]) => ({
    path: file === 'index.html' ? '/' : `/${file}`,
    integrity: `sha256-${digest(content)}`,
  }))
  return JSON.stringify(list)
}

/** One script that needs nothing else: what a worker imports is not looked at when the browser asks for a newer one. */
async function workerFor(
  entry: string,
  version: string,
  lists: Readonly<Record<'shellFiles' | 'workshopFiles', string>>,
): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { shellVersion: JSON.stringify(version), ...lists },
    build: {
      write: false,
      target: 'es2023',
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  })
  return scriptIn(built)
}

function scriptIn(built: Awaited<ReturnType<typeof build>>): string {
  const [output] = Array.isArray(built) ? built : [built]
  const script = output !== undefined && 'output' in output ? output.output.find(isChunk) : undefined
  if (script === undefined) throw new Error('the worker was built into nothing')
  return script.code
}

function isChunk(file: Rolldown.OutputAsset | Rolldown.OutputChunk): file is Rolldown.OutputChunk {
  return file.type === 'chunk'
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, UserConfig } from 'vite'
import * as z from 'zod/mini'
import { root } from './node.js'

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')))

/** What Wrangler is told goes with the file. */
const example: Plugin = {
  name: 'wrangler-example',
  generateBundle() {
    const source = readFileSync(join(root, 'src', 'edge', 'worker', 'wrangler.toml'))
    this.emitFile({ type: 'asset', fileName: 'wrangler.toml', source })
  },
}

/** One file, for a runtime that has web standards and nothing of Node. */
const config: UserConfig = {
  root,
  publicDir: false,
  plugins: [example],
  define: { holdfastVersion: JSON.stringify(version) },
  build: {
    outDir: 'dist/worker',
    emptyOutDir: true,
    target: 'es2023',
    lib: { entry: 'src/edge/worker.ts', formats: ['es'], fileName: () => 'holdfast-edge.js' },
  },
}

export default config

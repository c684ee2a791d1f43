import type { Plugin, UserConfig } from 'vite'
import { shellWorker } from '../../tools/shell-worker.ts'

/** The face of the prose is asked for together with the page, so that the first lines are not set twice. */
const preloadProse: Plugin = {
  name: 'preload-prose',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => file.includes('literata-latin-opsz-normal'))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
          injectTo: 'head',
        })),
  },
}

/** Vite has parts that come later bring styles and parts of their own. Ours have none, so the kilobyte for that is spared. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load()' : null),
}

/** Left to itself, the bundler cuts these into a piece for each set of parts that use them, which compresses worse. */
const base = {
  name: 'base',
  test: /node_modules.(?:preact|@preact|zod)|protocol.(?:chats|page-faults|problem|fault)|shared.outcome/,
}

const config: UserConfig = {
  root: import.meta.dirname,
  plugins: [preloadProse, plainImports, shellWorker],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // What rolls generators fetches the tables of word forms when a generation first asks for them.
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: { groups: [base] } } },
  },
}

export default config

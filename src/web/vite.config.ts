import type { HtmlTagDescriptor, Plugin, UserConfig } from 'vite'
import { packed } from '../../tools/packed.ts'
import { shellWorker } from '../../tools/shell-worker.ts'

/**
 * Asked for together with the page: the face of the prose, so that the first lines are not set twice, and the parts that the
 * first script would ask for only when it had come itself.
 */
const preload: Plugin = {
  name: 'preload',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const face = Object.keys(bundle).filter((file) => file.includes('literata-latin-opsz-normal'))
      const parts = Object.values(bundle).flatMap((one) => (one.type === 'chunk' && one.isEntry ? one.imports : []))
      return [
        ...parts.map((file) => inHead({ rel: 'modulepreload', href: `/${file}`, crossorigin: true })),
        ...face.map((file) =>
          inHead({ rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true }),
        ),
      ]
    },
  },
}

function inHead(attrs: NonNullable<HtmlTagDescriptor['attrs']>): HtmlTagDescriptor {
  return { tag: 'link', attrs, injectTo: 'head' }
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
  plugins: [preload, plainImports, shellWorker, packed],
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

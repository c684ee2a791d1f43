import type { Plugin, UserConfig } from 'vite'

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

const config: UserConfig = {
  root: import.meta.dirname,
  plugins: [preloadProse],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: '../../dist/web', emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false } },
}

export default config

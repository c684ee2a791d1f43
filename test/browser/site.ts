import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

const configFile = new URL('../../src/web/vite.config.ts', import.meta.url).pathname

export type Edition = 'first' | 'second'

/** A folder that an edge serves the page from, and two builds of the page to put there. */
export interface Site {
  readonly folder: string
  /** Puts a build there in place of what there is, as an operator who updates Holdfast does. */
  readonly deploy: (edition: Edition) => Promise<void>
  readonly remove: () => Promise<void>
}

export async function openSite(): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), 'holdfast-site-'))
  const folder = join(root, 'served')
  for (const edition of ['first', 'second'] as const) {
    const outDir = join(root, edition)
    await build({ configFile, logLevel: 'warn', build: { outDir }, plugins: [editionOf(edition)] })
  }
  const site: Site = {
    folder,
    async deploy(edition) {
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder)
      await cp(join(root, edition), folder, { recursive: true })
    },
    remove: () => rm(root, { recursive: true }),
  }
  await site.deploy('first')
  return site
}

const later = 'virtual:later'

/** A page that says which build it is of, and has a part that is loaded only when it is needed. */
function editionOf(edition: Edition): Plugin {
  return {
    name: 'edition',
    resolveId: (id) => (id === later ? later : null),
    load: (id) => (id === later ? `export const edition = '${edition}'` : null),
    transform: (code, id) =>
      id.endsWith('/main.tsx')
        ? `${code}
           document.documentElement.dataset.edition = '${edition}'
           globalThis.loadLater = () => import('${later}')`
        : null,
  }
}

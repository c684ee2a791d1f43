// Runs on Node 20 with nothing installed.
import { buildWithVite } from './built.js'

/** What the built app is made of. */
const pageSources = ['src/web', 'src/protocol', 'src/shared', 'src/story', 'src/doctor']

/** Builds `dist/web` unless it was built from exactly these sources. */
export function buildWebApp() {
  return buildWithVite({
    name: 'the web app',
    stamp: 'web.stamp',
    config: 'src/web/vite.config.ts',
    sources: [...pageSources, 'tools/shell-worker.ts', 'tools/packed.ts', 'package-lock.json'],
  })
}

import { constants, enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Before anything else is loaded: the second start then reads stripped and compiled code instead of making it again. It
// lies with the installation, for the system's folder of temporary files is empty after each start of the machine, and
// belongs to whoever came first; it is the way out where the installation may only be read.
const cache = enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/holdfast', import.meta.url)))
if (cache.status === constants.compileCacheStatus.FAILED) enableCompileCache()
const { run } = await import('./run.ts')
const { printed } = await import('./process/printed.ts')
const code = await run(process.argv.slice(2))
await Promise.all([printed(process.stdout), printed(process.stderr)])
process.exit(code)

import { enableCompileCache } from 'node:module'

// Before anything else is loaded: the second start then reads stripped and compiled code instead of making it again.
enableCompileCache()
const { run } = await import('./run.ts')
process.exit(await run(process.argv.slice(2)))

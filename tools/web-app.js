// Runs on Node 20 with nothing installed.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './install.js'
import { root, runNode } from './node.js'

/** What the built app is made of. */
const pageSources = ['src/web', 'src/protocol', 'src/shared', 'src/story', 'src/doctor']
const sources = [...pageSources, 'tools/shell-worker.ts', 'package-lock.json']

/** Builds `dist/web` unless it was built from exactly these sources. */
export async function buildWebApp() {
  const stamp = join(root, 'dist', 'web.stamp')
  const fingerprint = fingerprintOf(root, sources)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  console.log('Building the web app …')
  written(stamp, () => rmSync(stamp, { force: true }))
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const code = await runNode([vite, 'build', '--config', 'src/web/vite.config.ts', '--logLevel', 'warn'])
  if (code !== 0) throw new Refusal('The web app could not be built: vite says why above.')
  written(stamp, () => writeFileSync(stamp, fingerprint))
}

/**
 * @param {string} path
 * @param {() => void} write
 */
function written(path, write) {
  try {
    write()
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault)
    throw new Refusal(`The web app could not be built, for ${path} cannot be written (${why}): let this user write it.`)
  }
}

/**
 * Changes when any of these files does, tests apart.
 * @param {string} folder
 * @param {readonly string[]} paths
 */
export function fingerprintOf(folder, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((one) => filesUnder(folder, one))) {
    if (/\.test\.tsx?$/.test(path)) continue
    // A length before each part: two files must not hash like one.
    const bytes = readFileSync(join(folder, path))
    hash.update(`${path}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(folder, path) {
  if (!statSync(join(folder, path)).isDirectory()) return [path]
  const names = readdirSync(join(folder, path)).toSorted()
  return names.flatMap((name) => filesUnder(folder, `${path}/${name}`))
}

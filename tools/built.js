// Runs on Node 20 with nothing installed.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './install.js'
import { root, runNode } from './node.js'

/**
 * Something that Vite builds.
 * @typedef {object} Built
 * @property {string} name for people, as in "the web app"
 * @property {string} stamp the file that remembers from what it was built, in `dist`
 * @property {string} config of Vite
 * @property {readonly string[]} sources files and folders
 */

/**
 * Builds it unless it was built from exactly these sources.
 * @param {Built} built
 */
export async function buildWithVite({ name, stamp: stampName, config, sources }) {
  const stamp = join(root, 'dist', stampName)
  const fingerprint = fingerprintOf(root, sources)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  console.log(`Building ${name} …`)
  written(name, stamp, () => rmSync(stamp, { force: true }))
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const code = await runNode([vite, 'build', '--config', config, '--logLevel', 'warn'])
  if (code !== 0) throw new Refusal(`${capital(name)} could not be built: vite says why above.`)
  written(name, stamp, () => writeFileSync(stamp, fingerprint))
}

/**
 * @param {string} name
 * @param {string} path
 * @param {() => void} write
 */
function written(name, path, write) {
  try {
    write()
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault)
    throw new Refusal(
      `${capital(name)} could not be built, for ${path} cannot be written (${why}): let this user write it.`,
    )
  }
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)

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

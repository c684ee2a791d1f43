// Runs on Node 20 with nothing installed: only what Node itself brings may be imported here.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Package one entry of a lockfile
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 * @property {string | string[]} [os]
 * @property {string | string[]} [cpu]
 * @property {string | string[]} [libc]
 */
/** @typedef {Readonly<Record<string, Package>>} Packages */
/** @typedef {{ readonly os: string, readonly cpu: string, readonly libc: string | undefined }} Machine */

// npm's own pace keeps a person without a network waiting for 70 s.
const briefRetries = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000']

/** What npm's codes for a folder that cannot be written ask for. */
const diskFaults = new Map([
  ['EACCES', 'let this user write there'],
  ['EPERM', 'let this user write there'],
  ['EROFS', 'mount it for writing'],
  ['ENOSPC', 'make room on the disk'],
])

/** An expected end of a command: the sentence for whoever ran it, without a stack. */
export class Refusal extends Error {}

/**
 * Installs from the lockfile unless exactly that is installed already.
 * @param {string} root
 */
export function ensureInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const hidden = join(root, 'node_modules', '.package-lock.json')
  const installed = existsSync(hidden) ? packagesOf(hidden) : {}
  if (missingPackages(wanted, installed, thisMachine()).length === 0) return
  console.log('Installing what is missing, from the lockfile …')
  const { command, args, shell } = npmCommand()
  const everything = ['ci', '--include=dev', '--include=optional', '--loglevel=error', ...briefRetries]
  const run = spawnSync(command, [...args, ...everything], { cwd: root, encoding: 'utf8', shell })
  if (run.status === 0) return
  throw new Refusal(installFailed(`${run.stdout ?? ''}${run.stderr ?? run.error?.message ?? ''}`, root))
}

/**
 * What the lockfile names, this machine needs, and is not there in the same version.
 * @param {Packages} wanted
 * @param {Packages} installed
 * @param {Machine} machine
 */
export function missingPackages(wanted, installed, machine) {
  const chosen = Object.keys(wanted['']?.optionalDependencies ?? {})
  return Object.entries(wanted)
    .filter(([path, entry]) => path !== '' && installed[path]?.version !== entry.version)
    .filter(([path, entry]) => path in installed || needs(machine, entry, chosen.includes(nameOf(path))))
    .map(([path]) => path)
}

/**
 * npm leaves out what is for another system and, unnamed, all that only this would have needed. So an optional package
 * is known to be needed if we chose it ourselves, or if it says that it is for a system like this one.
 * @param {Machine} machine
 * @param {Package} entry
 * @param {boolean} isChosen
 */
function needs({ os, cpu, libc }, entry, isChosen) {
  if (entry.optional !== true) return true
  const fits = allows(entry.os, os) && allows(entry.cpu, cpu) && (libc === undefined || allows(entry.libc, libc))
  return fits && (isChosen || entry.os !== undefined || entry.cpu !== undefined)
}

/** @param {string} path as in `node_modules/a/node_modules/@b/c` */
function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/**
 * @param {string | string[] | undefined} names some may be excluded, as in `!win32`
 * @param {string} name
 */
function allows(names, name) {
  const list = [names ?? []].flat()
  if (list.includes(`!${name}`)) return false
  const named = list.filter((one) => !one.startsWith('!'))
  return named.length === 0 || named.includes(name)
}

/** @returns {Machine} */
function thisMachine() {
  return { os: process.platform, cpu: process.arch, libc: process.platform === 'linux' ? libcFamily() : undefined }
}

/** Alpine's C library is musl, and its loader lies at a fixed place. */
function libcFamily() {
  return existsSync(`/lib/ld-musl-${process.arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`) ? 'musl' : 'glibc'
}

/**
 * @param {string} lockfile
 * @returns {Packages}
 */
function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages
}

/** The npm that runs this script, else the one on the PATH. */
function npmCommand() {
  const path = process.env['npm_execpath']
  if (path?.endsWith('.js')) return { command: process.execPath, args: [path], shell: false }
  return { command: 'npm', args: [], shell: process.platform === 'win32' }
}

/**
 * @param {string} output what npm printed
 * @param {string} folder where it was to install
 */
export function installFailed(output, folder) {
  const code =
    /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? (output.trim().split('\n').at(-1) || 'no reason given')
  const fix = diskFaults.get(code)
  if (fix !== undefined) return `Packages could not be installed in ${folder} (${code}): ${fix}, then run this again.`
  return `Packages could not be installed (${code}): see that npm reaches its registry, then run this again; "npm ci" shows npm's own words.`
}

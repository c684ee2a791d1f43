// Runs on Node 20 with nothing installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * @typedef {object} SystemPart something of the operating system that suites need and npm does not bring
 * @property {string} name as `describeWith` in test/parts.ts names it
 * @property {string} variable holds the command's path for the suites; set by hand, it is believed
 * @property {readonly string[]} commands any of them will do
 * @property {string} debianPackage
 * @property {string} neededBy the folder, or the file, of the suites that need it
 */

/** @type {readonly SystemPart[]} */
export const systemParts = [
  {
    name: 'chromium',
    variable: 'TEST_CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    debianPackage: 'chromium',
    neededBy: 'test/browser',
  },
  {
    // Of its programs `ss` is the one that says its version as others do.
    name: 'iproute2',
    variable: 'TEST_IPROUTE2',
    commands: ['ss'],
    debianPackage: 'iproute2',
    neededBy: 'test/outage/lab.test.ts',
  },
  {
    name: 'nftables',
    variable: 'TEST_NFTABLES',
    commands: ['nft'],
    debianPackage: 'nftables',
    neededBy: 'test/outage/lab.test.ts',
  },
]

/**
 * The command's path, or undefined where there is none that works: Ubuntu's `chromium` may be a letter box for a snap.
 * @param {SystemPart} part
 * @param {NodeJS.ProcessEnv} [env]
 */
export function findPart(part, env = process.env) {
  const given = env[part.variable]
  if (given !== undefined && given !== '') return given
  const folders = (env['PATH'] ?? '').split(':')
  const paths = part.commands.flatMap((command) => folders.map((folder) => `${folder}/${command}`))
  return paths.find((path) => existsSync(path) && spawnSync(path, ['--version']).status === 0)
}

/** @param {SystemPart} part */
export function installLine({ debianPackage }) {
  return `sudo apt-get install --yes ${debianPackage}`
}

/**
 * Finds every part that these paths of tests may need, installs what is missing where that is ours to do, and answers
 * the variables that tell the suites.
 * @param {readonly string[]} testPaths none means all
 */
export function provideParts(testPaths) {
  const needed = systemParts.filter((part) => isNeeded(part, testPaths))
  const missing = needed.filter((part) => findPart(part) === undefined)
  if (missing.length > 0 && mayInstall()) installParts(missing)
  /** @type {Record<string, string>} */
  const variables = {}
  for (const part of needed) {
    const path = findPart(part)
    if (path !== undefined) variables[part.variable] = path
    else console.log(`Skipped without ${part.name}: the suites of ${part.neededBy}. To run them: ${installLine(part)}`)
  }
  return variables
}

/**
 * @param {SystemPart} part
 * @param {readonly string[]} testPaths
 */
function isNeeded({ neededBy }, testPaths) {
  return testPaths.length === 0 || testPaths.some((path) => `${path}/`.includes(neededBy) || neededBy.includes(path))
}

/** Root on Debian or Ubuntu: the machine is ours to set up, as in CI. */
function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/** @param {readonly SystemPart[]} parts */
function installParts(parts) {
  const packages = parts.map((part) => part.debianPackage)
  console.log(`Installing ${packages.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const run = spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' })
    if (run.status !== 0) console.log(`apt-get ${args[0]} did not work: ${run.stderr.trim().split('\n').at(-1)}`)
  }
}

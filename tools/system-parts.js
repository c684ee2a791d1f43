// Runs on Node 20 with nothing installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {object} SystemPart something of the operating system that suites need and npm does not bring
 * @property {string} name as `describeWith` in test/parts.ts names it
 * @property {string} variable holds the command's path for the suites; set by hand, it is believed
 * @property {readonly string[]} commands any of them will do
 * @property {readonly string[]} [check] what shows that a command is the part; otherwise `--version`
 * @property {string} debianPackage
 * @property {boolean} [isUnpacked] installing the package would start a service that stays, so it is only unpacked, apart
 * @property {string} neededBy the folder, or the file, of the suites that need it
 */

const statusClients = 'test/conformance/status-clients.test.ts'

/** Where packages lie that are only unpacked; whoever removes what npm brought removes them, too. */
const unpackedFolder = fileURLToPath(new URL('../node_modules/.cache/system-parts', import.meta.url))

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
  {
    // Debian's own Python: another one earlier on the PATH does not find its modules.
    name: 'feedparser',
    variable: 'TEST_FEEDPARSER',
    commands: ['python3'],
    check: ['-c', 'import feedparser'],
    debianPackage: 'python3-feedparser',
    neededBy: statusClients,
  },
  {
    // It knows no `--version`, takes any word for an address, and reads a feed from standard input.
    name: 'sfeed',
    variable: 'TEST_SFEED',
    commands: ['sfeed'],
    check: [],
    debianPackage: 'sfeed',
    neededBy: statusClients,
  },
  {
    name: 'newsboat',
    variable: 'TEST_NEWSBOAT',
    commands: ['newsboat'],
    debianPackage: 'newsboat',
    neededBy: statusClients,
  },
  {
    name: 'promtool',
    variable: 'TEST_PROMTOOL',
    commands: ['promtool'],
    debianPackage: 'prometheus',
    isUnpacked: true,
    neededBy: statusClients,
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
  const folders = [...(env['PATH'] ?? '').split(':'), ...unpackedFolders(part)]
  const paths = part.commands.flatMap((command) => folders.map((folder) => `${folder}/${command}`))
  const check = part.check ?? ['--version']
  return paths.find((path) => existsSync(path) && spawnSync(path, check, { input: '' }).status === 0)
}

/** @param {SystemPart} part */
function unpackedFolders({ isUnpacked, debianPackage }) {
  return isUnpacked === true ? [join(unpackedFolder, debianPackage, 'usr/bin')] : []
}

/** @param {SystemPart} part */
export function installLine({ isUnpacked, debianPackage }) {
  if (isUnpacked !== true) return `sudo apt-get install --yes ${debianPackage}`
  const folder = join('node_modules/.cache/system-parts', debianPackage)
  return `apt-get download ${debianPackage} && dpkg-deb --extract ${debianPackage}_*.deb ${folder}`
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
  const installed = parts.filter(({ isUnpacked }) => isUnpacked !== true).map((part) => part.debianPackage)
  if (!apt(['update'])) return
  if (installed.length > 0) apt(['install', '--yes', '--no-install-recommends', ...installed])
  for (const part of parts) if (part.isUnpacked === true) unpack(part)
}

/** @param {SystemPart} part */
function unpack({ debianPackage }) {
  const folder = join(unpackedFolder, debianPackage)
  mkdirSync(folder, { recursive: true })
  if (!apt(['download', debianPackage], folder)) return
  const run = spawnSync('sh', ['-c', 'dpkg-deb --extract ./*.deb . && rm ./*.deb'], { cwd: folder, encoding: 'utf8' })
  if (run.status !== 0) console.log(`${debianPackage} could not be unpacked: ${run.stderr.trim()}`)
}

/**
 * @param {readonly string[]} args
 * @param {string} [cwd]
 */
function apt(args, cwd) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8', ...(cwd === undefined ? {} : { cwd }) })
  if (run.status !== 0) console.log(`apt-get ${args[0]} did not work: ${run.stderr.trim().split('\n').at(-1)}`)
  return run.status === 0
}

import { expect, test } from 'vitest'
import { installFailed, missingPackages, type Packages } from './install.js'

const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' }
const plain = { 'node_modules/plain': { version: '1.0.0' } }

function missing(wanted: Packages, installed: Packages): readonly string[] {
  return missingPackages({ '': {}, ...wanted }, installed, machine)
}

test('nothing is missing when the same versions are installed', () => {
  expect(missing(plain, plain)).toEqual([])
})

test('a package that is not there is missing', () => {
  expect(missing(plain, {})).toEqual(['node_modules/plain'])
})

test('another version is missing, optional or not', () => {
  const wanted = { 'node_modules/plain': { version: '1.0.1', optional: true } }
  expect(missing(wanted, plain)).toEqual(['node_modules/plain'])
})

test.for([
  { os: ['darwin'] },
  { cpu: ['arm64'] },
  { os: 'linux', cpu: 'arm64' },
  { os: ['linux'], libc: ['musl'] },
  { os: ['!linux'] },
])('what is for another system (%o) is not missing', (system) => {
  expect(missing({ 'node_modules/binary': { version: '1.0.0', optional: true, ...system } }, {})).toEqual([])
})

test.for([{ os: ['linux'], cpu: ['x64'], libc: ['glibc'] }, { os: 'linux' }, { os: ['!win32'] }])(
  'what is for this system (%o) is missing, though optional',
  (system) => {
    expect(missing({ 'node_modules/binary': { version: '1.0.0', optional: true, ...system } }, {})).toHaveLength(1)
  },
)

test('an optional package is missing when we chose it, and not when only another would need it', () => {
  const wanted = {
    '': { optionalDependencies: { '@ours/chosen': '1.0.0' } },
    'node_modules/@ours/chosen': { version: '1.0.0', optional: true },
    'node_modules/theirs': { version: '1.0.0', optional: true },
  }
  expect(missing(wanted, {})).toEqual(['node_modules/@ours/chosen'])
})

test.for([
  ['npm error code EACCES\nnpm error syscall mkdir', 'in /srv/holdfast (EACCES): let this user write there, then run'],
  ['npm error code ENOSPC', 'in /srv/holdfast (ENOSPC): make room on the disk, then run'],
  ['npm error code ENOTFOUND', '(ENOTFOUND): see that npm reaches its registry, then run'],
  ['', '(no reason given): see that npm reaches its registry'],
] as const)('an install that ends with %j is one sentence with the fix', ([output, sentence]) => {
  expect(installFailed(output, '/srv/holdfast')).toContain(sentence)
  expect(installFailed(output, '/srv/holdfast')).toMatch(/^[^\n]+\.$/)
})

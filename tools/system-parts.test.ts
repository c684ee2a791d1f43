import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findPart, installLine, type SystemPart } from './system-parts.js'

const part: SystemPart = {
  name: 'lantern',
  variable: 'TEST_LANTERN',
  commands: ['lantern', 'lantern-browser'],
  debianPackage: 'lantern',
  neededBy: 'test/lantern',
}

async function folderWith(command: string, { exitCode }: { readonly exitCode: number }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-parts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, command), `#!/bin/sh\nexit ${exitCode}\n`)
  await chmod(join(folder, command), 0o755)
  return folder
}

test('a part is found on the PATH under any of its names', async () => {
  const empty = await folderWith('something-else', { exitCode: 0 })
  const folder = await folderWith('lantern-browser', { exitCode: 0 })
  expect(findPart(part, { PATH: `${empty}:${folder}` })).toBe(join(folder, 'lantern-browser'))
})

test('a command that does not work is not the part', async () => {
  expect(findPart(part, { PATH: await folderWith('lantern', { exitCode: 1 }) })).toBeUndefined()
})

test('a part that is not there is not found, and the line that installs it can be told', () => {
  expect(findPart(part, { PATH: '' })).toBeUndefined()
  expect(installLine(part)).toBe('sudo apt-get install --yes lantern')
})

test('what the variable says is believed', () => {
  expect(findPart(part, { PATH: '', TEST_LANTERN: '/opt/lantern' })).toBe('/opt/lantern')
})

test('a part that is but a module of a command is looked for in every one of that name', async () => {
  const without = await folderWith('lantern', { exitCode: 1 })
  const wick = await folderWith('lantern', { exitCode: 0 })
  const module: SystemPart = { ...part, check: ['-c', 'import wick'] }
  expect(findPart(module, { PATH: `${without}:${wick}` })).toBe(join(wick, 'lantern'))
})

test('a package that would start a service is unpacked instead', () => {
  expect(installLine({ ...part, isUnpacked: true })).toBe(
    'apt-get download lantern && dpkg-deb --extract lantern_*.deb node_modules/.cache/system-parts/lantern',
  )
})

import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../../tools/node.js'

/** A tree with the real rules and no other code than what a test puts there. */
export interface Tree {
  readonly folder: string
  readonly put: (path: string, text: string) => Promise<void>
  readonly remove: () => Promise<void>
}

const rules = ['package.json', 'tsconfig.base.json', '.oxlintrc.json', 'src/*/tsconfig*.json']

export async function treeWithRules(): Promise<Tree> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-tree-'))
  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  for (const path of globSync(rules, { cwd: root })) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await copyFile(join(root, path), join(folder, path))
    if (path.endsWith('/tsconfig.json')) await openArea(join(folder, path))
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, put, remove: () => rm(folder, { recursive: true }) }
}

/** As the first file of an area that has none yet would do. */
async function openArea(tsconfig: string): Promise<void> {
  const text = await readFile(tsconfig, 'utf8')
  await writeFile(tsconfig, text.replace('"files": []', '"include": ["."]'))
}

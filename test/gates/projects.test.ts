import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { relative, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../tools/node.js'

const projects = globSync(['src/*/tsconfig*.json', '{tools,test,bench}/tsconfig.json'], { cwd: root })
const sources = globSync(['{src,test,bench}/**/*.{ts,tsx}', '{bin,tools}/**/*.{js,ts}', '*.ts'], { cwd: root })

test('every source file belongs to a project, so that none escapes the compiler', () => {
  const checked = new Set(projects.flatMap(filesOf))
  expect(sources.filter((path) => !checked.has(path))).toEqual([])
})

test('the root project names every project, so that none escapes the check', () => {
  const named = execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--showConfig'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const project of projects) expect(named).toContain(`"${project.replace(/\/tsconfig\.json$/, '')}"`)
})

function filesOf(project: string): readonly string[] {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const listed = execFileSync(process.execPath, [tsc, '-p', project, '--listFilesOnly'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').map((path) => relative(root, path))
}

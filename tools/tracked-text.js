// What must not get into the repository: paths of somebody's machine, the address of somebody's registry, keys.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { unwanted } from './unwanted-text.js'

if (existsSync('.git')) checkAll()
else console.log('There is no .git here: nothing is tracked.')

function checkAll() {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  // A file may be tracked and deleted.
  const paths = listed
    .toString()
    .split('\0')
    .filter((path) => path !== '' && existsSync(path))
  const findings = paths.flatMap((path) =>
    unwanted(readFileSync(path, 'latin1')).map(({ line, what }) => `${path}:${line}: ${what}`),
  )
  for (const finding of findings) console.log(finding)
  if (findings.length > 0) process.exitCode = 1
}

import { expect, test } from 'vitest'
import { browserCommand } from './browser.ts'

test.for([
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
  ['linux', { DISPLAY: ':10', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 'xdg-open'],
  ['linux', { DISPLAY: ':0', CI: 'true' }, undefined],
  ['linux', { DISPLAY: '' }, undefined],
  ['linux', {}, undefined],
  ['darwin', {}, 'open'],
  ['darwin', { SSH_TTY: '/dev/ttys001' }, undefined],
  ['win32', {}, 'explorer.exe'],
  ['win32', { CI: '1' }, undefined],
] as const)('on %s with %o it is %s', ([platform, env, opener]) => {
  const found = browserCommand({ platform, env }, 'http://127.0.0.1:8521')
  expect(found?.command).toBe(opener)
  if (found !== undefined) expect(found.args).toEqual(['http://127.0.0.1:8521'])
})

import { expect, test } from 'vitest'
import { groupFiles, limitIn, pressureIn, throttledMsIn } from './group.ts'

test('a group is found in either form, also where a machine has both', () => {
  expect(groupFiles('0::/system.slice/nginx.service\n')).toEqual({
    version: 'v2',
    memory: 'system.slice/nginx.service',
    cpu: 'system.slice/nginx.service',
  })
  expect(groupFiles('4:memory:/docker/a1\n2:cpu,cpuacct:/docker/a1\n0::/\n')).toEqual({
    version: 'v1',
    memory: 'memory/docker/a1',
    cpu: 'cpu/docker/a1',
  })
  expect(groupFiles('')).toEqual({ version: 'v2', memory: '', cpu: '' })
})

test('a limit is a number, and no limit none', () => {
  expect(['536870912\n', 'max\n', '9223372036854771712\n', '', undefined].map(limitIn)).toEqual([
    536_870_912,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('time without a processor is read in both units', () => {
  expect(throttledMsIn('nr_periods 5\nnr_throttled 2\nthrottled_usec 3000\n')).toBe(3)
  expect(throttledMsIn('nr_periods 5\nnr_throttled 2\nthrottled_time 3000000\n')).toBe(3)
  expect(throttledMsIn('usage_usec 1\n')).toBeUndefined()
})

test('pressure is the share of the last ten seconds', () => {
  expect(
    pressureIn('some avg10=99.45 avg60=98.59 avg300=97.98 total=1\nfull avg10=0.00 avg60=0 avg300=0 total=0\n'),
  ).toBe(99.45)
  expect(pressureIn(undefined)).toBeUndefined()
})

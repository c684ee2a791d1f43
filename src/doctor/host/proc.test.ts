import { expect, test } from 'vitest'
import { between } from './between.ts'
import { counterIn, limitsIn, readyMsIn, receivedIn, socketsIn, statOf } from './proc.ts'

test('a counter is found by its name, whatever the columns', () => {
  const text = 'Tcp: RtoAlgorithm EstabResets OutRsts\nTcp: 1 6108 8500\nUdp: InDatagrams\nUdp: 19340\n'
  expect(counterIn(text, 'Tcp', 'OutRsts')).toBe(8500)
  expect(counterIn(text, 'Tcp', 'NotThere')).toBeUndefined()
  expect(counterIn('', 'Tcp', 'OutRsts')).toBeUndefined()
})

test('sockets are read with address, port, state and what waits', () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
  const line = (local: string, state: string, queue: string): string =>
    `   0: ${local} 00000000:0000 ${state} 00000000:${queue} 00:00000000 00000000     0        0 436728 1 0000 100`
  const six = '00000000000000000000000000000000:01BB'
  const mapped = '0000000000000000FFFF00000100007F:1F90'
  const one = '00000000000000000000000001000000:0050'
  const text = [
    head,
    line('0100007F:0050', '0A', '00000004'),
    line(six, '0A', '0'),
    line(mapped, '08', '0'),
    line(one, '0A', '0'),
  ]
  expect(socketsIn(text.join('\n'))).toEqual([
    { address: '127.0.0.1', port: 80, state: '0A', waiting: 4, inode: '436728' },
    { address: '::', port: 443, state: '0A', waiting: 0, inode: '436728' },
    { address: '::ffff:127.0.0.1', port: 8080, state: '08', waiting: 0, inode: '436728' },
    { address: '::1', port: 80, state: '0A', waiting: 0, inode: '436728' },
  ])
  expect(socketsIn('')).toEqual([])
})

test('what ss prints says how long a line may be, and what has come', () => {
  expect(limitsIn('LISTEN 0 511 127.0.0.1:41027 0.0.0.0:*\nLISTEN 4 3 [::]:80 [::]:*\n')).toEqual(
    new Map([
      [41027, 511],
      [80, 3],
    ]),
  )
  const connections = `ESTAB 0 0 127.0.0.1:80 127.0.0.1:5\n\t cubic bytes_sent:9 bytes_received:127 segs_out:3
CLOSE-WAIT 18 0 127.0.0.1:80 127.0.0.1:6\n\t cubic segs_in:2
ESTAB 0 0 127.0.0.1:5 127.0.0.1:80\n\t cubic bytes_received:999
`
  expect(receivedIn(connections, 80)).toBe(127)
  expect(receivedIn(connections, 443)).toBeUndefined()
})

test('the state of a process is read behind its name, whatever that is', () => {
  const after = ['T', ...Array.from({ length: 10 }, () => '0'), '120', '30', '0'].join(' ')
  expect(statOf(`7 (a b) c) ${after}`)).toEqual({ state: 'T', cpuMs: 1500 })
})

test('how long a thread had to wait for a processor is the second number, in nanoseconds', () => {
  expect(readyMsIn('1500000000 2500400000 37\n')).toBe(2500)
})

test('a process that is ready all the time is busy, also where it gets a small part of a processor', () => {
  const before = { at: '2026-01-01T00:00:00Z', cpuMs: 100, readyMs: 50 }
  const after = { at: '2026-01-01T00:00:02Z', cpuMs: 300, process: 'running' } as const
  expect(between(before, { ...after, readyMs: 1800 }).process).toBe('busy')
  expect(between(before, { ...after, readyMs: 900 }).process).toBe('running')
})

test('what was counted is the difference, and a counter that was set back says nothing', () => {
  const rule = { does: 'drop', text: 'a', packets: 8 } as const
  const before = { at: '2026-01-01T00:00:00Z', counters: { resetsSent: 5, overflows: 9 }, rules: [rule], cpuMs: 100 }
  const after = {
    at: '2026-01-01T00:00:02Z',
    counters: { resetsSent: 7, overflows: 1, resetsTaken: 3 },
    rules: [{ ...rule, packets: 16 }, { does: 'reject', text: 'b', packets: 0 } as const],
    cpuMs: 2050,
    process: 'running',
  } as const
  expect(between(before, { ...after, rules: [...after.rules] })).toEqual({
    at: '2026-01-01T00:00:02Z',
    counters: { resetsSent: 2 },
    rules: [{ ...rule, packets: 8 }],
    process: 'busy',
  })
})

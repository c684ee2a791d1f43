import type { Feature } from '../causes/features.ts'

/** A way to learn more, and what it answers. All of them only read. */
export interface NextTest {
  readonly id: string
  readonly what: string
  readonly who: 'edge' | 'vantage' | 'host' | 'operator'
  readonly answers: readonly Feature[]
  /** What it costs, in minutes of a person's time and in what has to be allowed. */
  readonly cost: string
  readonly costMin: number
}

export const nextTests: readonly NextTest[] = [
  {
    id: 'again',
    what: 'Ask again a few times, a second apart.',
    who: 'edge',
    answers: ['attempts', 'connectTime'],
    cost: 'some connections',
    costMin: 0.5,
  },
  {
    id: 'address',
    what: 'Compare the address that is asked with that of the origin in the panel of the provider: --origin ADDRESS.',
    who: 'operator',
    answers: ['address'],
    cost: '1 minute',
    costMin: 1,
  },
  {
    id: 'other-port',
    what: 'Ask the other web port (80 or 443) of the same address.',
    who: 'edge',
    answers: ['otherPort'],
    cost: 'one connection',
    costMin: 0.5,
  },
  {
    id: 'other-family',
    what: 'Ask the address of the other family (IPv4 or IPv6).',
    who: 'edge',
    answers: ['otherFamily'],
    cost: 'one connection',
    costMin: 0.5,
  },
  {
    id: 'other-language',
    what: 'Ask the same port with TLS if it was asked without, and the other way round.',
    who: 'edge',
    answers: ['speaks'],
    cost: 'one connection',
    costMin: 0.5,
  },
  {
    id: 'second-vantage',
    what: 'Ask the origin from a second place at the same time: `holdfast doctor listen` there, --vantage URL here; or `curl -v --connect-to ::ADDRESS: URL` on any other machine.',
    who: 'vantage',
    answers: ['vantage'],
    cost: '3 minutes, another machine',
    costMin: 3,
  },
  {
    id: 'own-firewall',
    what: "Read the edge's own firewall: `nft list ruleset`, before and after an attempt.",
    who: 'edge',
    answers: ['ownRule'],
    cost: '2 minutes, root on the edge',
    costMin: 2,
  },
  {
    id: 'unasked-connection',
    what: 'Connect and say nothing for a second: `nc ADDRESS PORT`. Does it end by itself?',
    who: 'edge',
    answers: ['unasked'],
    cost: 'one connection',
    costMin: 0.5,
  },
  {
    id: 'idle-connection',
    what: 'Send a second request on a connection that has lain idle for some seconds.',
    who: 'edge',
    answers: ['reused'],
    cost: '1 minute',
    costMin: 1,
  },
  {
    id: 'clock',
    what: 'Compare the clock of the edge with another one: `timedatectl`.',
    who: 'edge',
    answers: ['clock'],
    cost: '1 minute',
    costMin: 1,
  },
  {
    id: 'listeners',
    what: 'On the origin: `ss -ltn` says who listens where, and how many wait.',
    who: 'host',
    answers: ['listener', 'acceptQueue'],
    cost: '3 minutes, a shell on the origin',
    costMin: 3,
  },
  {
    id: 'rules',
    what: 'On the origin: `nft list ruleset; iptables-save -c`, before and after an attempt: which rule counts?',
    who: 'host',
    answers: ['rule'],
    cost: '4 minutes, root on the origin',
    costMin: 4,
  },
  {
    id: 'bans',
    what: 'On the origin: `fail2ban-client banned`, or `csf -t`: is the address of the edge among them?',
    who: 'host',
    answers: ['banned'],
    cost: '2 minutes, root on the origin',
    costMin: 2,
  },
  {
    id: 'unit',
    what: 'On the origin: `systemctl status UNIT; journalctl -u UNIT -n 50; journalctl -k | grep -i "killed process"`.',
    who: 'host',
    answers: ['unit', 'startError', 'memoryKill'],
    cost: '3 minutes, a shell on the origin',
    costMin: 3,
  },
  {
    id: 'process',
    what: 'On the origin: `ps -o pid,stat,pcpu,cmd -C NAME; ls /proc/PID/fd | wc -l`, and what its limit is.',
    who: 'host',
    answers: ['process', 'descriptors'],
    cost: '3 minutes, a shell on the origin',
    costMin: 3,
  },
  {
    id: 'sockets',
    what: 'On the origin, during an attempt: `ss -tin` says what stands half open, and how many bytes came.',
    who: 'host',
    answers: ['halfOpen', 'leftOpen', 'received', 'synAcksAgain'],
    cost: '4 minutes, a shell on the origin',
    costMin: 4,
  },
  {
    id: 'disk',
    what: 'On the origin: `df -h; df -i`.',
    who: 'host',
    answers: ['disk'],
    cost: '1 minute, a shell on the origin',
    costMin: 1,
  },
  {
    id: 'certificate-on-disk',
    what: 'On the origin: `openssl x509 -noout -fingerprint -sha256 -in fullchain.pem`, beside the one that is served.',
    who: 'host',
    answers: ['onDisk'],
    cost: '3 minutes, a shell on the origin',
    costMin: 3,
  },
  {
    id: 'collector',
    what: 'Run `holdfast doctor collector` on the origin, and give it to the doctor: --collector URL.',
    who: 'host',
    answers: [
      'collector',
      'listener',
      'acceptQueue',
      'rule',
      'unit',
      'process',
      'resetsSent',
      'unreachablesSent',
      'halfOpen',
    ],
    cost: '10 minutes, a shell on the origin',
    costMin: 10,
  },
]

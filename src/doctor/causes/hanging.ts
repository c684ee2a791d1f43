import { goesFrom, type Causes } from './cause.ts'

/** Connected, and nothing comes. */
export const hanging: Causes = {
  'process-stopped': {
    title: 'The web server is stopped where it stands',
    side: 'server',
    lab: ['30', '31'],
    met: 'seldom',
    looksLike: 'Connections come about and not a byte comes back: a 524, or a 525 by https.',
    tellsApart: 'Its state is `T` (stopped) or `D`, and connections wait to be taken in (Recv-Q above 0).',
    fix: {
      steps: [
        'Let it go on: `kill -CONT PID`. Is it `D`, look at the disk under it.',
        'Does that not help, restart it.',
      ],
      risk: 'A debugger or a snapshot may be holding it on purpose.',
      verify: goesFrom(524),
      cost: '5 minutes',
    },
    expects: {
      edge: { silent: 0.55, 'tls-silent': 0.43 },
      acceptQueue: { waiting: 0.95 },
      leftOpen: { some: 0.9 },
      process: { stopped: 0.93, 'waiting-for-disk': 0.04 },
      speaks: { neither: 0.97 },
    },
  },
  'process-busy': {
    title: 'The web server is busy with one thing and takes nobody in',
    side: 'server',
    lab: ['34'],
    met: 'sometimes',
    looksLike: 'Connections come about and not a byte comes back: a 524.',
    tellsApart: 'It runs at 100 % of a processor, and connections wait to be taken in (Recv-Q above 0).',
    fix: {
      steps: [
        'See what it computes: `perf top -p PID`, or its own profiler.',
        'Restart it, and take the work out of the way of requests.',
      ],
      risk: 'The work that is under way is lost by a restart.',
      verify: goesFrom(524),
      cost: '30 minutes',
    },
    expects: {
      edge: { silent: 0.9, 'tls-silent': 0.08 },
      acceptQueue: { waiting: 0.95 },
      leftOpen: { some: 0.9 },
      process: { busy: 0.93 },
      pressure: { cpu: 0.4, none: 0.54 },
      throttled: { rose: 0.25, still: 0.75 },
      speaks: { neither: 0.97 },
    },
  },
  'accepts-and-is-silent': {
    title: 'The web server takes requests in and never answers',
    side: 'server',
    lab: ['40', '41', '5c'],
    met: 'often',
    looksLike: 'A 524: connected, and nothing until the time is up. Often one address of the site only.',
    tellsApart:
      'Nobody waits to be taken in (Recv-Q 0), and connections stand open or half closed: it waits for something itself.',
    fix: {
      steps: [
        'See what it waits for: a database lock, a model server, a full disk. Its log of slow requests says which address.',
        'Give that wait a limit of its own, below that of the CDN, and an answer.',
        'For work that takes long, answer at once and send something at least every 45 s.',
      ],
      risk: 'None.',
      verify: goesFrom(524),
      cost: '1 hour',
    },
    expects: {
      edge: { silent: 0.65, 'tls-silent': 0.33 },
      leftOpen: { some: 0.9 },
      received: { some: 0.65, none: 0.33 },
      speaks: { neither: 0.95 },
    },
  },
  'too-few-resources': {
    title: 'The server gets too little memory, disk or processor to answer in time',
    side: 'server',
    lab: [],
    met: 'sometimes',
    looksLike: 'Slow first, then a 524; sometimes it answers. Everything on the machine is slow.',
    tellsApart:
      'The kernel counts waiting: `/proc/pressure/memory`, `io` and `cpu`. A container runs into its own limit: `memory.current` at `memory.max`, `throttled_usec` in `cpu.stat` rises.',
    fix: {
      steps: [
        'See what there is too little of: `cat /proc/pressure/*`; in a container `cat /sys/fs/cgroup/{memory.current,memory.max,cpu.stat}`.',
        'See who takes it: `ps aux --sort=-rss | head`, `iotop`; end what does not belong there.',
        'Raise the limit of the container or the size of the machine, or take fewer requests at once.',
      ],
      risk: 'Ending a program in the middle may leave its work half done.',
      verify: 'Run `holdfast doctor` again: it goes from 524 to 200, and the pressure is gone.',
      cost: '30 minutes',
    },
    expects: {
      edge: { silent: 0.6, 'tls-silent': 0.12, ok: 0.15, 'server-error': 0.08 },
      attempts: { 'all-fail': 0.5, 'some-fail': 0.45 },
      acceptQueue: { waiting: 0.45, empty: 0.4, over: 0.15 },
      process: { running: 0.55, 'waiting-for-disk': 0.25, busy: 0.18 },
      pressure: { memory: 0.4, io: 0.28, cpu: 0.2, none: 0.12 },
      throttled: { rose: 0.3, still: 0.7 },
      groupMemory: { full: 0.35, free: 0.65 },
    },
  },
  'large-packets-lost': {
    title: 'Small packets get through, and large ones do not',
    side: 'path',
    lab: ['4c'],
    met: 'seldom',
    looksLike: 'Connections come about, and every request of some size hangs.',
    tellsApart: 'The connection stands on the machine, and not a byte of the request arrived there.',
    fix: {
      steps: [
        'Let the "too big" messages of ICMP through, or clamp: `nft add rule inet filter forward tcp flags syn tcp option maxseg size set rt mtu`.',
        'Compare the MTU of tunnels and interfaces: `ip link`.',
      ],
      risk: 'None for what works now.',
      verify: goesFrom(522),
      cost: '30 minutes',
    },
    expects: {
      edge: { silent: 0.55, unacknowledged: 0.43 },
      vantage: { same: 0.5, ok: 0.48 },
      received: { none: 0.97 },
    },
  },
  'disk-full': {
    title: 'The disk of the machine is full',
    side: 'server',
    lab: [],
    met: 'often',
    looksLike: 'Error pages, hanging requests, or a server that will not start; reading may still work.',
    tellsApart: 'No space or no inodes are left.',
    fix: {
      steps: [
        'See what is full: `df -h; df -i`.',
        'Make room where it is safe: old logs (`journalctl --vacuum-size=200M`), old packages.',
        'Restart what stopped.',
      ],
      risk: 'Never delete files of a database to make room.',
      verify: 'Run `holdfast doctor` again: it gets an answer.',
      cost: '15 minutes',
    },
    expects: {
      edge: { 'server-error': 0.6, silent: 0.2, closed: 0.08, refused: 0.1 },
      disk: { full: 0.98 },
      listener: { reachable: 0.88, none: 0.1 },
    },
  },
}

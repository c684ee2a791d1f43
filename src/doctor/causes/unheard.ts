import { goesFrom, type Causes } from './cause.ts'

const refused = { edge: { refused: 0.98 } } as const
const gone = { ...refused, listener: { none: 0.97 }, resetsSent: { rose: 0.95 }, otherPort: { same: 0.9 } } as const

/** A connection is answered with no, fast and every time: nothing takes it in. */
export const unheard: Causes = {
  'not-started': {
    title: 'The web server is not running',
    side: 'server',
    lab: ['10', 'he'],
    met: 'often',
    looksLike: 'Every address of the site is refused at once, from everywhere.',
    tellsApart: 'Nothing listens, and its unit was stopped in order or never started: no failure, no exit code.',
    fix: {
      steps: ['Start it: `systemctl start UNIT`.', 'Let it start with the machine: `systemctl enable UNIT`.'],
      risk: 'None, unless somebody stopped it on purpose: look who did, and why.',
      verify: goesFrom(521),
      cost: '1 minute',
    },
    expects: { ...gone, process: { gone: 0.95 }, unit: { inactive: 0.9, failed: 0.04 } },
  },
  crashed: {
    title: 'The web server crashed and was not started again',
    side: 'server',
    lab: ['1c'],
    met: 'often',
    looksLike: 'The site worked, and from one moment on every address of it is refused, from everywhere.',
    tellsApart: 'Nothing listens, and its unit says failed, with an exit code or a signal.',
    fix: {
      steps: [
        'Read why, before the log is gone: `journalctl -u UNIT -n 100`.',
        'Start it: `systemctl restart UNIT`.',
        'Let it come back by itself: `Restart=on-failure` in its unit.',
      ],
      risk: 'It may crash again over the same request; then mend that first.',
      verify: goesFrom(521),
      cost: '5 minutes',
    },
    expects: { ...gone, process: { gone: 0.95 }, unit: { failed: 0.85, restarting: 0.1 } },
  },
  'killed-for-memory': {
    title: 'The kernel killed the web server for its memory',
    side: 'server',
    lab: ['oom'],
    met: 'sometimes',
    looksLike: 'The site was slow, perhaps with 524s, and then every address is refused.',
    tellsApart: 'The count of out-of-memory kills rose; exit code 137; the kernel log says "Killed process".',
    fix: {
      steps: [
        'Start it: `systemctl restart UNIT`.',
        'Find what grew: `journalctl -k | grep -i "killed process"` says how much it held.',
        'Give it more memory, or a limit of its own below that of the machine.',
      ],
      risk: 'Without finding the leak it comes back at the same hour.',
      verify: goesFrom(521),
      cost: '30 minutes',
    },
    expects: {
      ...gone,
      edge: { refused: 0.85, closed: 0.12 },
      memoryKill: { yes: 0.97 },
      pressure: { memory: 0.3, none: 0.5, cpu: 0.14 },
      process: { gone: 0.9 },
      unit: { failed: 0.8, restarting: 0.15 },
    },
  },
  'start-fails': {
    title: 'The web server does not start: its configuration or a file of it is wrong',
    side: 'server',
    lab: ['n3'],
    met: 'sometimes',
    looksLike: 'Refused since a renewal, a restart or a deployment.',
    tellsApart:
      'The unit failed, and its log names a file or a line: `[emerg] cannot load certificate`, a syntax error.',
    fix: {
      steps: [
        'See what it says: `nginx -t`, or `journalctl -u UNIT -n 50`.',
        'Put the file back, or mend the line.',
        'Start it: `systemctl restart UNIT`.',
        'From now on test before each restart: `nginx -t && systemctl reload nginx`.',
      ],
      risk: 'None: it is not running.',
      verify: goesFrom(521),
      cost: '10 minutes',
    },
    expects: {
      ...gone,
      process: { gone: 0.95 },
      unit: { failed: 0.93 },
      startError: { 'certificate-missing': 0.5, configuration: 0.4, none: 0.08 },
    },
  },
  'listens-on-loopback': {
    title: 'The web server listens for its own machine alone',
    side: 'server',
    lab: ['11', 'n2'],
    met: 'sometimes',
    looksLike: 'Refused from everywhere, and on the machine itself all is well.',
    tellsApart:
      'The table of listeners has the port at 127.0.0.1, ::1 or the bridge of a container. It shows nowhere else.',
    fix: {
      steps: [
        'Let it listen for all: `0.0.0.0` and `[::]` in its configuration (`listen 80;`), or publish the port of the container.',
        'Restart it.',
      ],
      risk: 'The port is then open to the world: let the firewall allow whom it is for.',
      verify: goesFrom(521),
      cost: '5 minutes',
    },
    expects: { ...refused, listener: { loopback: 0.98 }, resetsSent: { rose: 0.95 } },
  },
  'wrong-port': {
    title: 'The web server listens on another port than is asked for',
    side: 'server',
    lab: ['12'],
    met: 'sometimes',
    looksLike: 'One of http and https works and the other is refused, as after a change of the TLS mode of the CDN.',
    tellsApart: 'It listens on 80 and not on 443, or the other way round, and answers there.',
    fix: {
      steps: [
        'For a CDN that asks by https, add a certificate and `listen 443 ssl;`, and restart it.',
        'Do not have the CDN ask by http instead: the way to your machine would be readable by all on it.',
      ],
      risk: 'None for what works now.',
      verify: goesFrom(521),
      cost: '15 minutes',
    },
    expects: {
      ...refused,
      listener: { 'other-port': 0.93, none: 0.05 },
      otherPort: { ok: 0.95 },
      resetsSent: { rose: 0.95 },
    },
  },
  'listens-on-one-family': {
    title: 'The web server listens at addresses of one family alone',
    side: 'server',
    lab: ['65'],
    met: 'sometimes',
    looksLike: 'Some requests are refused and others work; by IPv6 none works.',
    tellsApart: 'The name has an AAAA record, and nothing listens at `[::]`.',
    fix: {
      steps: ['Add `listen [::]:80;` and `listen [::]:443 ssl;`, and reload; or take the AAAA record away.'],
      risk: 'A firewall of IPv6 may have to be opened, too.',
      verify: 'Run `holdfast doctor` again: every address answers.',
      cost: '5 minutes',
    },
    expects: {
      ...refused,
      listener: { 'other-family': 0.95 },
      otherFamily: { ok: 0.95 },
      resetsSent: { rose: 0.95 },
    },
  },
}

/** Why a process could not listen, in one sentence for its operator. `setting` is the port's name, such as `edgePort`. */
export function cannotListen(setting: string, { host, port, code }: ListenAttempt): string {
  const fix = `set \`${setting}\` (${flagOf(setting)}) to another port`
  switch (code) {
    case 'EADDRINUSE':
      return `\`${setting}\` is ${port}, which another program on this machine uses already: end that program, or ${fix}.`
    case 'EACCES':
      return `\`${setting}\` is ${port}, which this user may not listen on: ${fix}, 1024 or above.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `\`host\` is ${host}, which is no address of this machine: set \`host\` (--host) to 127.0.0.1 or ::1.`
    default:
      return `\`${setting}\` is ${port}, and listening on ${host}:${port} failed (${code}): ${fix}.`
  }
}

export interface ListenAttempt {
  readonly host: string
  readonly port: number
  /** The system's error code. */
  readonly code: string
}

/** A setting's name as a command-line flag: `edgePort` is `--edge-port`. */
export function flagOf(setting: string): string {
  return `--${setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

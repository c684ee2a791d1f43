import { spawn } from 'node:child_process'

export interface Desktop {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface BrowserCommand {
  readonly command: string
  readonly args: readonly string[]
}

/** How a browser is opened here; undefined where nobody sits in front of a screen. */
export function browserCommand({ platform, env }: Desktop, address: string): BrowserCommand | undefined {
  if (isSet(env['CI'])) return undefined
  const isRemote = isSet(env['SSH_CONNECTION']) || isSet(env['SSH_TTY'])
  switch (platform) {
    case 'darwin':
      return isRemote ? undefined : { command: 'open', args: [address] }
    case 'win32':
      return isRemote ? undefined : { command: 'explorer.exe', args: [address] }
    default:
      // A display may be forwarded through SSH, and then it is the person's own.
      return isSet(env['DISPLAY']) || isSet(env['WAYLAND_DISPLAY'])
        ? { command: 'xdg-open', args: [address] }
        : undefined
  }
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== 'false'
}

/** Opens the browser where there is a desktop. It is a courtesy: where it fails, the address stands on the screen. */
export function openBrowser(address: string, failed: (why: string) => void): void {
  const found = browserCommand({ platform: process.platform, env: process.env }, address)
  if (found === undefined) return
  const opening = spawn(found.command, found.args, { stdio: 'ignore', detached: true })
  opening.on('error', (error) => failed(error.message))
  opening.unref()
}

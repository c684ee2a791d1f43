import { describe } from 'vitest'
import { findPart, installLine, systemParts } from '../tools/system-parts.js'

type PartName = 'chromium' | 'iproute2' | 'nftables' | 'feedparser' | 'sfeed' | 'newsboat' | 'promtool'

/**
 * Like `describe`, for a suite that needs a part of the operating system; `body` is told the part's command. Where the
 * part is missing the suite is skipped by name, with the line that installs it.
 */
export function describeWith(partName: PartName, name: string, body: (command: string) => void): void {
  const part = systemParts.find((one) => one.name === partName)
  if (part === undefined) throw new Error(`tools/system-parts.js does not list ${partName}`)
  const command = findPart(part)
  if (command === undefined) describe.skip(`${name} (needs ${partName}: ${installLine(part)})`, () => body(''))
  else describe(name, () => body(command))
}

import { createServer } from 'node:net'
import { cannotListen } from '#shared/cannot-listen.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { dataFolderProblem } from './data-folder.ts'

const portSettings = ['edgePort', 'serverPort', 'statusPort'] as const
type PortSetting = (typeof portSettings)[number]

/**
 * Tries everything that can fail before anything is started, so that nothing is ever half started. Answers with the
 * settings in which ports left to the system are chosen, or with one sentence for the operator.
 */
export async function checkBeforeStart(settings: Settings): Promise<Outcome<Settings, string>> {
  const twice = sharedPort(settings)
  if (twice !== undefined) return fail(twice)
  const ports = await freePorts(settings)
  if (!ports.ok) return ports
  const unwritable = dataFolderProblem(settings.dataDir)
  return unwritable === undefined ? ok({ ...settings, ...ports.value }) : fail(unwritable)
}

function sharedPort(settings: Settings): string | undefined {
  for (const [i, name] of portSettings.entries()) {
    const other = portSettings.slice(0, i).find((earlier) => settings[earlier] === settings[name])
    if (other !== undefined && settings[name] !== 0) {
      return `\`${name}\` is ${settings[name]}, and so is \`${other}\`: set one of them to another port.`
    }
  }
  return undefined
}

async function freePorts(settings: Settings): Promise<Outcome<Record<PortSetting, number>, string>> {
  const chosen: Record<PortSetting, number> = { edgePort: 0, serverPort: 0, statusPort: 0 }
  const held: HeldPort[] = []
  try {
    for (const name of portSettings) {
      const asked = { host: settings.host, port: settings[name] }
      const port = await hold(asked)
      if (!port.ok) return fail(cannotListen(name, { ...asked, code: port.error }))
      held.push(port.value)
      chosen[name] = port.value.port
    }
    return ok(chosen)
  } finally {
    // Not before all are found: the system could choose the same one twice.
    await Promise.all(held.map(({ release }) => release()))
  }
}

interface HeldPort {
  readonly port: number
  readonly release: () => Promise<void>
}

/** Listens for a moment. The error is the system's code. */
function hold(asked: { readonly host: string; readonly port: number }): Promise<Outcome<HeldPort, string>> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(fail('code' in error ? String(error.code) : error.message)))
    server.listen(asked, () => {
      const bound = server.address()
      const port = typeof bound === 'object' && bound !== null ? bound.port : asked.port
      resolve(ok({ port, release: () => new Promise((released) => server.close(() => released())) }))
    })
  })
}

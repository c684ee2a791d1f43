import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { systemClock } from '../clock.ts'
import type { Settings } from '../config/settings.ts'
import { levelOf } from '../log.ts'
import { processNames, type ProcessName } from '../process/messages.ts'
import { echoMs, firstSignal, onSignal } from '../process/signals.ts'
import { openBrowser } from './browser.ts'
import { checkBeforeStart } from './checks.ts'
import { spawnProcess } from './child-process.ts'
import { Keeper } from './keeper.ts'

/** `holdfast up`: runs the three processes and keeps them running. Answers with the exit code. */
export async function up(asked: Settings): Promise<number> {
  const checked = await checkBeforeStart(asked)
  if (!checked.ok) return refuse(checked.error)
  surviveClosedOutput()
  const toldToStop = firstSignal()
  // Only this process can know whether a person watches: what the others log comes through pipes.
  // An edge that is started again must know the places that the one before it gave.
  const placeKey = asked.placeKey ?? crypto.randomUUID()
  const settings = { ...checked.value, placeKey, logLevel: levelOf(asked.logLevel) }
  const keepers = processNames.map((name) => keeperOf(name, settings))
  for (const keeper of keepers) keeper.start()
  const ready = await Promise.race([allReady(keepers), toldToStop.then(() => ok(undefined))])
  if (!ready.ok) {
    await stopAll(keepers)
    return refuse(ready.error)
  }
  if (ready.value !== undefined) greet(ready.value, asked)
  await toldToStop
  // Whoever asks a second time does not want to wait for replies and streams to end.
  onSignal(() => keepers.forEach((keeper) => keeper.kill()), echoMs)
  await stopAll(keepers)
  return 0
}

/** Whoever read our lines may be gone, as `holdfast up | head` is after ten lines. The stories go on. */
function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

function refuse(why: string): number {
  console.error(why)
  return 2
}

function keeperOf(name: ProcessName, settings: Settings): Keeper {
  return new Keeper(name, {
    spawn: (news) => spawnProcess(name, settings, news),
    clock: systemClock,
    chance: Math.random,
    tell: (line) => console.log(line),
  })
}

/** The address of the edge when all are ready; else the sentence of the first that will not run with these settings. */
function allReady(keepers: readonly Keeper[]): Promise<Outcome<string, string>> {
  return new Promise((resolve) => {
    const addresses = new Map<ProcessName, string>()
    for (const { name, first } of keepers) {
      void first.then((started) => {
        if (!started.ok) return resolve(fail(started.error))
        console.log(`${name.padEnd(7)} ${started.value}`)
        addresses.set(name, started.value)
        if (addresses.size === keepers.length) resolve(ok(addresses.get('edge') ?? ''))
      })
    }
  })
}

function greet(address: string, { open }: Settings): void {
  console.log(`Open ${address} to write. Ctrl+C ends it.`)
  if (open) openBrowser(address, (why) => console.log(`The browser could not be opened (${why}).`))
}

/** The server goes first: readers see its last words through the edge. */
async function stopAll(keepers: readonly Keeper[]): Promise<void> {
  // A signal to the whole group, as service managers send it, ends the edge as well while the server still drains.
  for (const keeper of keepers) keeper.retire()
  const isEdge = ({ name }: Keeper): boolean => name === 'edge'
  await Promise.all(keepers.filter((keeper) => !isEdge(keeper)).map((keeper) => keeper.stop()))
  await Promise.all(keepers.filter(isEdge).map((keeper) => keeper.stop()))
}

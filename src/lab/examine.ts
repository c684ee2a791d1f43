import { caseSchema, type Case } from '#protocol/case.ts'
import type { Clock } from '#shared/clock.ts'
import type { Fault } from './fault.ts'
import { holdfastFile } from './holdfast-file.ts'
import { addresses, helperAddresses, siteName } from './hosts/addresses.ts'
import type { World } from './hosts/world.ts'

export interface DoctorAt {
  readonly world: World
  readonly clock: Clock
  /** Files that the doctor and its helpers have. */
  readonly keyFile: string
  readonly authorityFile: string
}

const helperPort = 8524

/** Starts a collector on the origin and a second place, as an operator would have them there before anything breaks. */
export async function startHelpers({ world, keyFile, authorityFile }: DoctorAt): Promise<void> {
  const shared = ['--port', String(helperPort), '--key-file', keyFile]
  const collector = world.start('origin', doctor(['collector', '--host', helperAddresses.origin, ...shared]))
  const targets = [addresses.origin, addresses.other, addresses.nobody, addresses.nowhere, `[${addresses.originV6}]`]
  const ports = targets.flatMap((target) => [`${target}:80`, `${target}:443`])
  const place = ['--host', helperAddresses.vantage, ...shared, '--ca', authorityFile]
  const vantage = world.start('vantage', doctor(['listen', ...ports, ...place]))
  await Promise.all([collector.prints(/^collector /m), vantage.prints(/^second place /m)])
}

export interface Examined {
  readonly seen: Case
  readonly tookMs: number
}

/** What the doctor sees from the edge, with its helpers or without. */
export async function examine(
  { world, clock, keyFile, authorityFile }: DoctorAt,
  { isTls, origin = addresses.origin }: Fault,
  isHelped: boolean,
): Promise<Examined> {
  const where = origin === null ? [] : ['--origin', origin]
  const helpers = ['--collector', helperAddresses.origin, '--vantage', helperAddresses.vantage].map((word) =>
    word.startsWith('--') ? word : `http://${word}:${helperPort}`,
  )
  const begun = clock.now()
  const program = world.start(
    'edge',
    doctor([
      `${isTls === true ? 'https' : 'http'}://${siteName}`,
      ...where,
      '--resolver',
      addresses.names,
      '--ca',
      authorityFile,
      '--evidence',
      ...(isHelped ? [...helpers, '--key-file', keyFile] : []),
    ]),
  )
  const { code, stdout, stderr } = await program.ended
  if (code !== 0) throw new Error(`the doctor ended with ${code}: ${stderr}`)
  return { seen: caseSchema.parse(JSON.parse(stdout)), tookMs: clock.now() - begun }
}

function doctor(args: readonly string[]): readonly string[] {
  return [process.execPath, holdfastFile, 'doctor', ...args]
}

import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Case } from '#protocol/case.ts'
import type { Chance } from '#shared/clock.ts'
import { addresses } from './hosts/addresses.ts'
import { inWorld, type WorldOrder } from './hosts/in-world.ts'
import { seededChance } from './chance.ts'
import { concluded } from './conclude.ts'
import { beginEveryday } from './everyday.ts'
import { examine, startHelpers, type DoctorAt } from './examine.ts'
import type { Expert, Truth } from './expert.ts'
import type { Fault, Mend } from './fault.ts'
import type { Papers } from './papers.ts'
import type { Run } from './record.ts'
import { openStage, type Stage } from './stage.ts'

export interface Order {
  readonly fault: Fault
  readonly seed: number
  readonly truth: Truth
}

export interface MakeOptions extends Pick<DoctorAt, 'clock'>, WorldOrder {
  readonly papers: Papers
  readonly expert: Expert
}

/** Builds a site, breaks it, has the doctor look, mends what the doctor names, and has it look again. */
export async function makeFault(order: Order, options: MakeOptions): Promise<Run> {
  const { papers, clock } = options
  return inWorld(options, async ({ world, folder, markedName }) => {
    const authorityFile = join(folder, 'authority.pem')
    const keyFile = join(folder, 'key')
    await writeFile(authorityFile, papers.trusted.certificate)
    await writeFile(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 })
    const stage = openStage({ world, papers, folder, markedName, chance: chanceOf(order) })
    return lookedAt(stage, { order, options, at: { world, clock, keyFile, authorityFile } })
  })
}

function chanceOf({ fault, seed }: Order): Chance {
  return seededChance(fault.id, seed)
}

interface Looking {
  readonly order: Order
  readonly options: MakeOptions
  readonly at: DoctorAt
}

async function lookedAt(stage: Stage, { order, options, at }: Looking): Promise<Run> {
  const { fault, seed, truth } = order
  const { expert } = options
  await Promise.all([startHelpers(at), stage.name(fault.names ?? { addresses: [addresses.origin] })])
  await beginEveryday(stage, fault)
  const mend = await fault.make(stage)
  const { seen, tookMs } = await examine(at, fault, true)
  const conclusions = concluded(seen, { expert, truth, fault })
  const named = conclusions.at(-1)?.cause
  const isActNamed = [truth.cause, ...(fault.mendedAs ?? [])].includes(named ?? '')
  const isNothingToMend = mend === undefined || fault.alsoRight?.includes(named ?? '') === true
  return {
    fault: fault.id,
    title: fault.title,
    seed,
    truth: truth.cause,
    side: truth.side,
    isWell: fault.isWell === true,
    tookMs,
    evidence: seen,
    concluded: [...conclusions],
    isMended: isNothingToMend ? null : isActNamed && (await isMendedBy(mend, { at, fault, expert })),
  }
}

interface Mending {
  readonly at: DoctorAt
  readonly fault: Fault
  readonly expert: Expert
}

async function isMendedBy(mend: Mend, { at, fault, expert }: Mending): Promise<boolean> {
  await mend()
  // Whoever was not told where the origin is has the name to ask again.
  const { seen } = await examine(at, fault, false)
  return answers(seen, expert)
}

function answers(seen: Case, { judge }: Expert): boolean {
  return judge(seen).standing === 'answers'
}

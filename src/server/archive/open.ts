import type { FaultId } from '#protocol/faults.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Findings, Refusal } from './findings.ts'
import { followed, peek } from './peek.ts'
import { headerBytes, magic } from './seal/header.ts'
import { unsealed, type UnsealRefusal } from './seal/unseal.ts'
import { unzipped } from './unzip.ts'

/** The bytes of the lines in an archive, whatever is around them: what it is is told by its first bytes, never by a name. */
export async function openArchive(
  bytes: AsyncIterable<Uint8Array>,
  passphrase: string | undefined,
  findings: Findings,
): Promise<Outcome<AsyncIterable<Uint8Array>, Refusal>> {
  const { head, rest } = await peek(bytes, headerBytes)
  if (!isSealed(head)) return ok(unpacked(head, rest, findings))
  const opened = await unsealed(head, rest, {
    passphrase,
    damaged(damage) {
      if (damage === 'cut-off') findings.damaged('cut-off', 'the last part of the sealed file is missing')
      else findings.damaged('sealed-part', `part ${damage.chunk + 1} of the sealed file is not as it was written`)
    },
  })
  if (!opened.ok) return fail(refusalOf(opened.error))
  const inside = await peek(opened.value, zipMark.length)
  return ok(unpacked(inside.head, inside.rest, findings))
}

export function isSealed(head: Buffer): boolean {
  return head.toString('latin1', 0, magic.length) === magic
}

const zipMark = 'PK\u0003\u0004'

function unpacked(head: Buffer, rest: AsyncIterable<Uint8Array>, findings: Findings): AsyncIterable<Uint8Array> {
  const bytes = followed(head, rest[Symbol.asyncIterator]())
  return head.toString('latin1', 0, zipMark.length) === zipMark ? unzipped(bytes, findings) : bytes
}

const sealReasons: Readonly<Record<UnsealRefusal, string>> = {
  'archive-newer': 'it is sealed in a newer way',
  'passphrase-needed': 'it is sealed, and no passphrase was given',
  'passphrase-wrong': 'the key of this passphrase is not the one of the file',
}

function refusalOf(fault: UnsealRefusal & FaultId): Refusal {
  return { fault, because: sealReasons[fault] }
}

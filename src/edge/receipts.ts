import type { Receipt } from '#protocol/report.ts'
import { signer, webMac, type MakeMac } from './signature.ts'

/**
 * Receipts for faults that the edge met itself. Whoever brings one back to the status process did meet that fault, and
 * it asks the edge whether it is real. The edge need not remember what it gave out.
 */
export interface Receipts {
  readonly write: (of: Receipt) => Promise<string>
  /** Undefined for what no edge with this key has written. */
  readonly read: (text: string) => Promise<Receipt | undefined>
}

export function receipts(secret: string, makeMac: MakeMac = webMac): Receipts {
  const { sign, isSigned } = signer(secret, 'receipt', makeMac)
  return {
    async write({ requestId, fault, at }) {
      const text = `${requestId}~${fault}~${at.toString(36)}`
      return `${text}~${await sign(text)}`
    },
    async read(text) {
      const [, signed = '', requestId = '', fault = '', at = '', signature = ''] = form.exec(text) ?? []
      const isOwn = signed !== '' && (await isSigned(signed, signature))
      return isOwn ? { requestId, fault, at: parseInt(at, 36) } : undefined
    },
  }
}

const form = /^(([\w.:-]{8,64})~([a-z\d-]{1,60})~([\da-z]{1,9}))~([\da-f]{64})$/

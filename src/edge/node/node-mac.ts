import { createHmac, createSecretKey } from 'node:crypto'
import type { MakeMac } from '../signature.ts'

/** At once: a few bytes are signed sooner than the thread pool can be asked to. */
export const nodeMac: MakeMac = (bytes) => {
  const key = createSecretKey(bytes)
  return (text) => createHmac('sha256', key).update(text).digest()
}

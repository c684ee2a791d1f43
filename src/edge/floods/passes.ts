import { cookieIn, ownCookie } from '../cookies.ts'
import { signer, webMac, type MakeMac } from '../signature.ts'

const name = 'holdfast_pass'
/** How long somebody is asked nothing more. By then they are inside, if they came for anything. */
const passMs = 30 * 60_000

/** Passes of newcomers: from when on one counts, signed for one client. Whoever waits has one that is not good yet. */
export interface Passes {
  /** As a `Set-Cookie`. */
  readonly write: (goodFrom: number, clientKey: string) => Promise<string>
  /** From when on the pass in a `Cookie` header is good; undefined without one that still counts. */
  readonly read: (cookie: string | undefined, clientKey: string) => Promise<number | undefined>
}

export interface PassesMeans {
  readonly secret: string
  readonly now: () => number
  /** Whether visitors come over TLS. */
  readonly isSecure: boolean
  readonly makeMac?: MakeMac
}

export function passes({ secret, now, isSecure, makeMac = webMac }: PassesMeans): Passes {
  const { sign, isSigned } = signer(secret, 'pass', makeMac)
  const textOf = (goodFrom: string, clientKey: string): string => `${goodFrom} ${clientKey}`
  return {
    async write(goodFrom, clientKey) {
      const time = goodFrom.toString(36)
      const keptForMs = goodFrom - now() + passMs
      return ownCookie(name, `${time}.${await sign(textOf(time, clientKey))}`, { keptForMs, isSecure })
    },
    async read(cookie, clientKey) {
      const [time = '', signature = ''] = cookieIn(cookie, name)?.split('.') ?? []
      if (!/^[\da-z]{1,9}$/.test(time)) return undefined
      const goodFrom = parseInt(time, 36)
      if (Math.abs(now() - goodFrom) > passMs) return undefined
      return (await isSigned(textOf(time, clientKey), signature)) ? goodFrom : undefined
    },
  }
}

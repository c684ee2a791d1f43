import type { Socket } from 'node:net'
import type { Clock } from '#shared/clock.ts'

/** How a step ended: with what it was for, or with a code. */
export type Stepped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string }

export interface Step<T> {
  readonly clock: Clock
  readonly atMostMs: number
  /** The code when the time is up. */
  readonly onSilence: string
  /** Begins it; tells of its end by one of the two. */
  readonly begin: (done: (value: T) => void, failed: (error: unknown) => void) => void
}

/** One step that ends in its time, whatever happens; what comes after the end is of no interest. */
export function step<T>({ clock, atMostMs, onSilence, begin }: Step<T>): Promise<Stepped<T>> {
  return new Promise((resolve) => {
    const cancel = clock.after(atMostMs, () => {
      resolve({ ok: false, code: onSilence, message: `nothing came back within ${atMostMs} ms` })
    })
    begin(
      (value) => {
        cancel()
        resolve({ ok: true, value })
      },
      (error) => {
        cancel()
        resolve({ ok: false, ...wordsOf(error) })
      },
    )
  })
}

/** Begins a step that a socket ends by this event, or by an error. */
export function until<T extends Socket>(socket: T, event: 'connect' | 'secureConnect'): Step<T>['begin'] {
  return (done, failed) => {
    socket.once('error', failed)
    socket.once(event, () => {
      socket.off('error', failed)
      done(socket)
    })
  }
}

function wordsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
  return { code, message: error.message }
}

/**
 * The life of a reader of one reply's log.
 * - `connecting`: asked, no answer yet
 * - `reading`: the answer is coming
 * - `waiting`: not connected, until it is time to try again
 * - `ended`: the log is closed and all of it is here
 * - `refused`: the server says that there is no such log to read
 * - `left`: nobody wants to read it any more
 */
export const readerStates = ['connecting', 'reading', 'waiting', 'ended', 'refused', 'left'] as const
export type ReaderState = (typeof readerStates)[number]

/**
 * - `opened`: an answer has begun
 * - `closed`: the log said that it is closed
 * - `cut`: no connection, or no longer
 * - `barred`: somebody on the way does not let an event stream through, or keeps it
 * - `silent`: a connection without even a heartbeat for too long
 * - `refused`: asking again would not help
 * - `due`: the wait is over
 * - `woke`: the network came back or the page is looked at again
 * - `left`: the reader is not wanted any more
 */
export const readerEvents = ['opened', 'closed', 'cut', 'barred', 'silent', 'refused', 'due', 'woke', 'left'] as const
export type ReaderEvent = (typeof readerEvents)[number]

const over = (state: ReaderState): Record<ReaderEvent, ReaderState> => ({
  opened: state,
  closed: state,
  cut: state,
  barred: state,
  silent: state,
  refused: state,
  due: state,
  woke: state,
  left: state,
})

/** Whatever arrives late leaves the state as it is: no event un-ends a reader. */
export const nextState: Record<ReaderState, Record<ReaderEvent, ReaderState>> = {
  connecting: {
    opened: 'reading',
    closed: 'ended',
    cut: 'waiting',
    barred: 'waiting',
    silent: 'waiting',
    refused: 'refused',
    due: 'connecting',
    woke: 'connecting',
    left: 'left',
  },
  reading: {
    opened: 'reading',
    closed: 'ended',
    cut: 'waiting',
    barred: 'connecting',
    silent: 'connecting',
    refused: 'refused',
    due: 'reading',
    woke: 'connecting',
    left: 'left',
  },
  waiting: {
    opened: 'waiting',
    closed: 'waiting',
    cut: 'waiting',
    barred: 'waiting',
    silent: 'waiting',
    refused: 'waiting',
    due: 'connecting',
    woke: 'connecting',
    left: 'left',
  },
  ended: over('ended'),
  refused: over('refused'),
  left: over('left'),
}

export function isOver(state: ReaderState): boolean {
  return state === 'ended' || state === 'refused' || state === 'left'
}

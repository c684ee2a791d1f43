/**
 * How much computing is done between two turns of the event loop: for so long everything else waits. Counted in time of the
 * processor, so that a machine that is busy with other things does not count.
 */
export function cpuPerTurn(): {
  readonly stop: () => { readonly turns: number; readonly longestMs: number; readonly nearlyLongestMs: number }
} {
  const times: number[] = []
  let last = usedMs()
  let isOver = false
  setImmediate(function turn() {
    const now = usedMs()
    times.push(now - last)
    last = now
    if (!isOver) setImmediate(turn)
  })
  return {
    stop() {
      isOver = true
      const sorted = times.toSorted((a, b) => b - a)
      // One in a hundred may have had to clear up the memory of all the others.
      const nearlyLongestMs = sorted[Math.floor(sorted.length / 100)] ?? 0
      return { turns: sorted.length, longestMs: sorted[0] ?? 0, nearlyLongestMs }
    },
  }
}

function usedMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

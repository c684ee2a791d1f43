import type { Attempt, Case, HostSeen, PlaceSeen } from '#protocol/case.ts'

/**
 * What stands in a case that could tell one cause from another, as coarse as it can be measured again. Faults of which a tier
 * sees the same cannot be told apart in it by anybody, and that is its ceiling. It knows nothing of how the doctor judges.
 */
export function signatureOf({ edge, vantage, host, otherPort, otherFamily, target, names }: Case): string {
  return JSON.stringify([
    placeSigns(edge),
    vantage === undefined ? null : attemptSigns(vantage),
    host === undefined ? null : hostSigns(host),
    [otherPort, otherFamily].map((seen) => (seen === undefined ? null : attemptSigns(seen))),
    edge?.address === undefined || target?.addresses?.includes(edge.address),
    names?.map(({ code = null }) => code),
  ])
}

function placeSigns(seen: PlaceSeen | undefined): unknown {
  if (seen === undefined) return null
  const { again = [], ownRule, speaks, reused, unasked, ...first } = seen
  const all = [first, ...again]
  const failed = all.filter(({ code, status = 0 }) => code !== undefined || status >= 400).length
  const howMany = failed === 0 ? 'none' : failed === all.length ? 'all' : 'some'
  const isInSteps = all.some(({ connectMs = 0, phase }) => phase !== 'connect' && connectMs > 950)
  return [attemptSigns(first), howMany, isInSteps, ownRule, speaks, reused, unasked]
}

/** Between nobody's answer on the last network (3 s) and the clock of a CDN (19 s). */
const longMs = 2000

function attemptSigns({ phase, code, status, sizeBytes = 0, tookMs = 0, message, mitigated }: Attempt): unknown {
  const isHere = message?.includes(' - Local (') === true
  return [phase, code, status, sizeBytes > 0, tookMs > longMs, isHere, mitigated]
}

function hostSigns(host: HostSeen): unknown {
  const { isSilent, listeners = [], counters = {}, rules = [], halfOpen = 0, leftOpen = 0, ...more } = host
  const web = listeners.filter(({ port }) => port === 80 || port === 443)
  return [
    isSilent,
    web
      .map(({ address, port, waiting = 0, limit = 1 }) => `${address}:${port} ${Math.sign(waiting)} ${waiting > limit}`)
      .toSorted(),
    Object.entries(counters).flatMap(([name, count]) => (count !== undefined && count > 0 ? [name] : [])),
    rules.filter(({ packets }) => packets !== 0).map(({ does, from }) => [does, from]),
    [halfOpen > 0, leftOpen > 0, more.receivedBytes === 0, more.process, more.unit, more.startError, more.isBanned],
    [(more.memoryKills ?? 0) > 0, (more.openFiles ?? 0) >= (more.fileLimit ?? 1), more.certificateOnDisk],
  ]
}

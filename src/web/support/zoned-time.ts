/** A moment as a person's clock has it, with offset and zone (RFC 9557). `aheadMin`: how far that zone is ahead of UTC then. */
export function zonedTime(at: number, aheadMin: number, zone: string): string {
  const local = new Date(at + aheadMin * 60_000).toISOString().slice(0, 19)
  const minutes = Math.abs(aheadMin)
  const offset = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
  return `${local}${aheadMin < 0 ? '-' : '+'}${offset}[${zone}]`
}

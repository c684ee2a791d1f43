/** Fields of an answer by their names in small letters. */
type Fields = Readonly<Record<string, string | readonly string[] | undefined>>

/** Whether an answer was given, or passed on, by a CDN. Looks prove nothing, so only what its own fields say counts. */
export function isByCdn(fields: Fields): boolean {
  if (fields['server'] === 'cloudflare' && fields['cf-ray'] !== undefined) return true
  return ['x-amz-cf-id', 'x-served-by', 'x-azure-ref', 'cdn-requestid'].some((name) => fields[name] !== undefined)
}

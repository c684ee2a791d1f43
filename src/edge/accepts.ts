/** Whether an `Accept` header asks for a page to read rather than for data: browsers name text/html when they navigate. */
export function wantsPage(accept: string | undefined): boolean {
  const weights = weightsOf(accept ?? '')
  const page = weights.get('text/html') ?? 0
  const data = Math.max(weights.get('application/json') ?? 0, weights.get('application/problem+json') ?? 0)
  return page > data
}

/** Whether an `Accept` header names what only a program reads. */
export function asksForProblem(accept: string | undefined): boolean {
  const weights = weightsOf(accept ?? '')
  return Math.max(weights.get('application/json') ?? 0, weights.get('application/problem+json') ?? 0) > 0
}

export const encodings = ['br', 'gzip'] as const
export type Encoding = (typeof encodings)[number]

/** The best encoding that an `Accept-Encoding` header allows, of those we make; undefined for none. */
export function encodingFor(acceptEncoding: string | undefined): Encoding | undefined {
  const weights = weightsOf(acceptEncoding ?? '')
  return encodings.find((encoding) => (weights.get(encoding) ?? weights.get('*') ?? 0) > 0)
}

/** The values of a list with their `q` (RFC 9110 §12.4.2): 1 where none stands, 0 where it makes no sense. */
function weightsOf(list: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const item of list.split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
    if (name !== '') weights.set(name, /^[01](\.\d{0,3})?$/.test(q) ? Number(q) : 0)
  }
  return weights
}

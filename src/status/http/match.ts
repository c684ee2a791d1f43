import type { Route } from './route.ts'

export interface Matched {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** The route for a request; else the methods that the path has, which are none where nothing is there. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Matched | readonly string[] {
  const asked = method === 'HEAD' ? 'GET' : method
  const here = routes.flatMap((route) => {
    const params = paramsIn(route.path, path)
    return params === undefined ? [] : [{ route, params }]
  })
  const matched = here.find(({ route }) => route.method === asked)
  return matched ?? methodsOf(here.map(({ route }) => route.method))
}

function methodsOf(methods: readonly Route['method'][]): readonly string[] {
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))]
}

function paramsIn(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (!part.startsWith(':')) {
      if (part !== value) return undefined
      continue
    }
    const decoded = decode(value)
    if (decoded === undefined || decoded === '') return undefined
    params[part.slice(1)] = decoded
  }
  return params
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined // `%zz` is the name of nothing.
  }
}

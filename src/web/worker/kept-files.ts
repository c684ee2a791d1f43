import { shellPrefix } from '#protocol/shell-worker.ts'
import { forgetShells, keptShells } from '../shell/kept-shells.ts'

declare const self: ServiceWorkerGlobalScope

/** A file of the build. */
export interface BuiltFile {
  readonly path: string
  /** As in the `integrity` of a request. */
  readonly integrity: string
}

/** The files of one build, in a cache under its version. */
export class KeptFiles {
  readonly #name: string
  readonly #files: readonly BuiltFile[]

  constructor(version: string, files: readonly BuiltFile[]) {
    this.#name = shellPrefix + version
    this.#files = files
  }

  /**
   * All of them or nothing. The edge may have gone on to the next build since it gave us the list: a file that is not the
   * one that was listed fails, and the browser tries again with the next list.
   */
  async keepAll(): Promise<void> {
    const cache = await caches.open(this.#name)
    await cache.addAll(this.#files.map(requestFor))
  }

  /** The parts that only the workshop needs, from the first time on that somebody comes to it. */
  async keepWorkshop(files: readonly BuiltFile[]): Promise<void> {
    const cache = await caches.open(this.#name)
    const missing = await Promise.all(files.map(async (file) => ((await cache.match(file.path)) ? [] : [file])))
    await cache.addAll(missing.flat().map(requestFor))
    await cache.put(workshopMark, new Response(''))
  }

  /** Whether somebody has come to the workshop here, with this build or an earlier one. */
  async keepsWorkshop(): Promise<boolean> {
    return (await found(workshopMark, {})) !== undefined
  }

  async keep(request: Request, response: Response): Promise<void> {
    const cache = await caches.open(this.#name)
    await cache.put(request, response)
  }

  page(): Promise<Response | undefined> {
    return found('/', { cacheName: this.#name })
  }

  /** A kept file, of this build if it has it: tabs that were opened before it ask for the files of theirs. */
  async file(request: Request): Promise<Response | undefined> {
    return (await found(request, { cacheName: this.#name })) ?? found(request, {})
  }

  /** Throws away what belongs to builds that no page is of any more. */
  async forgetOthers(): Promise<void> {
    const [locks, pages, names] = await Promise.all([
      navigator.locks.query(),
      self.clients.matchAll({ type: 'window', includeUncontrolled: true }),
      keptShells(),
    ])
    const inUse = (locks.held ?? []).flatMap(({ name = '' }) => (name.startsWith(shellPrefix) ? [name] : []))
    // A page that is just being opened has not said yet what it is made of.
    if (inUse.length < pages.length) return
    await forgetShells(names.filter((name) => name !== this.#name && !inUse.includes(name)))
  }
}

// No file of the build is called so.
const workshopMark = '/kept-workshop'

function requestFor({ path, integrity }: BuiltFile): Request {
  return new Request(path, { integrity, cache: freshnessOf(path) })
}

/** What has a hash in its name is as good from the browser's own cache; the rest must be asked for. */
function freshnessOf(path: string): RequestCache {
  return path.startsWith('/assets/') ? 'default' : 'no-cache'
}

async function found(file: Request | string, where: MultiCacheQueryOptions): Promise<Response | undefined> {
  try {
    return await caches.match(file, { ...where, ignoreVary: true })
  } catch {
    // The browser's store does not work. Then nothing is kept, and there is still the network.
    return undefined
  }
}

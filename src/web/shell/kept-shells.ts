import { shellPrefix } from '#protocol/shell-worker.ts'

/** The caches of all builds that the worker has kept. */
export async function keptShells(): Promise<readonly string[]> {
  const names = await caches.keys()
  return names.filter((name) => name.startsWith(shellPrefix))
}

export async function forgetShells(names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => caches.delete(name)))
}

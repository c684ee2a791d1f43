/** What the page and its worker must agree on, whatever build each of them is of. */

/** In the query of a page's address: do without the worker, and throw away what it kept. */
export const escapeWord = 'no-sw'

/** What a page asks the worker. */
export const whichShell = 'holdfast:which-shell'

/** What a page tells the worker when somebody has come to the workshop: from now on its parts are kept, too. */
export const keepWorkshop = 'holdfast:keep-workshop'

/** What the worker answers: the version of the shell that it would open now. */
export interface ShellAnswer {
  readonly shell: string
}

export function isShellAnswer(data: unknown): data is ShellAnswer {
  return typeof data === 'object' && data !== null && 'shell' in data && typeof data.shell === 'string'
}

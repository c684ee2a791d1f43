const namePattern = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/** Whether a text can be written bare in a square block. */
export function isName(text: string): boolean {
  return namePattern.test(text) && !reservedWords.has(text)
}

/** Words of JavaScript that the language knows, or that would mean something else to whoever reads them. */
export const reservedWords: ReadonlySet<string> = new Set(
  `await break case catch class const continue debugger default delete do else enum export extends false finally for
  function if implements import in instanceof interface let new null package private protected public return static
  super switch this throw true try typeof undefined var void while with yield`.split(/\s+/),
)

/** Through these a script of the host climbs from a value to everything else, so nothing here answers to them. */
export const forbiddenKeys: ReadonlySet<string> = new Set([
  'constructor',
  '__proto__',
  'prototype',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
])

/** What generators that are really programs for a page ask for. They are told so instead of "not defined". */
export const pageNames: ReadonlySet<string> = new Set(
  `document window globalThis self fetch localStorage sessionStorage console alert prompt confirm setTimeout setInterval
  clearTimeout clearInterval requestAnimationFrame navigator location history update createPerchanceTree Date JSON Object
  Array Map Set RegExp Promise Error Image Audio Blob File URL FileReader XMLHttpRequest WebSocket Worker Intl Symbol
  Proxy Reflect Function eval indexedDB crypto performance structuredClone atob btoa encodeURIComponent
  decodeURIComponent event Boolean`.split(/\s+/),
)

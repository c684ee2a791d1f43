import { textOf } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import { TextValue, type Value } from '../run/value.ts'

/**
 * The text as it was written, blocks and all. Nothing here evaluates what a text says a second time, so brackets need no
 * backslashes to be safe; the plugin's second meaning, `"+html"`, is for pages that set what they get as markup.
 */
export function literal(run: Run, [value = '', option = '']: readonly Value[]): Value {
  const text = value instanceof TextValue ? rawOf(value) : textOf(run, value)
  run.chargeText(text.length)
  return textOf(run, option) === '+html' ? escapeMarkup(text) : text
}

function rawOf({ template }: TextValue): string {
  return template.raw
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities.get(character) ?? character)
}

import type { Sheet } from '#protocol/sheet.ts'
import { calledUp } from './sheet/lore.ts'

/** How many of the last messages may call lore up. */
const messagesLookedAt = 6
/** And how much of the end of each text: a message may be as long as a book. */
const charactersLookedAt = 4_000

/**
 * What a model is told before a story begins; undefined when its sheet has nothing to tell. `recent` are the messages so far,
 * oldest first. What may differ from reply to reply stands last: of the rest a model server has read the beginning before.
 */
export function sheetPrompt(sheet: Sheet, recent: readonly string[]): string | undefined {
  const { name, about, scene, opening, telling, lore } = sheet
  const latest = [opening, scene, ...recent.slice(-messagesLookedAt)].map((text) => text.slice(-charactersLookedAt))
  const told = calledUp(lore, latest)
  const parts = [
    part('How to tell the story:', telling),
    character(name.trim(), about.trim()),
    part('The scene:', scene),
    part('The story has already begun with these words. Go on from them, and do not repeat them:', opening),
    part('What is known of the world of the story:', told.join('\n\n')),
  ]
  const prompt = parts.filter((one) => one !== '').join('\n\n')
  return prompt === '' ? undefined : prompt
}

function part(heading: string, text: string): string {
  return text.trim() === '' ? '' : `${heading}\n${text.trim()}`
}

function character(name: string, about: string): string {
  if (name === '') return part('The character:', about)
  return about === '' ? `The character: ${name}` : `The character: ${name}\n${about}`
}

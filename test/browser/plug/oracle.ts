import { clip } from '../../../src/shared/text.ts'
import type { Mode } from './desk.ts'
import type { Sight } from './sight.ts'

/** A text that must be found again. While it is not known which of several it is, all of them. */
type Standing = readonly string[]

/** A turn that the page has taken. */
export interface SentTurn {
  text: string
  /** The message that it is written in place of. Left out: it follows the turn before it. */
  readonly inPlaceOf?: string
}

/** Knows every word that was accepted, and says what of it is missing or there twice. */
export class Oracle {
  readonly #boxes = new Map<string, readonly Standing[]>()
  readonly #chats = new Map<string, SentTurn[]>()
  #marks = 0

  /** A word that no other turn ends with. */
  nextMark(): string {
    return ` §${++this.#marks}§`
  }

  get chatIds(): readonly string[] {
    return [...this.#chats.keys()]
  }

  /** What was sent in a chat, in its order. */
  turnsOf(chatId: string | null): readonly SentTurn[] {
    return chatId === null ? [] : (this.#chats.get(chatId) ?? [])
  }

  /** In a box stood `before`, and now stands one of these. */
  wrote(place: Place, before: string, after: Standing): void {
    const standing = this.#standing(place).filter((texts) => !texts.includes(before))
    this.#boxes.set(keyOf(place), after.includes('') && after.length === 1 ? standing : [...standing, after])
  }

  sent(chatId: string, turn: SentTurn): void {
    this.#chats.set(chatId, [...this.turnsOf(chatId), turn])
  }

  rewrote(chatId: string, before: string, text: string): void {
    const turn = this.#turnWith(chatId, before)
    if (turn !== undefined) turn.text = text
  }

  tookBack(chatId: string, text: string): void {
    this.#chats.set(
      chatId,
      this.turnsOf(chatId).filter((turn) => turn.text !== text),
    )
  }

  /** Two that wait have changed places. */
  swapped(chatId: string, one: string, other: string): void {
    const [a, b] = [this.#turnWith(chatId, one), this.#turnWith(chatId, other)]
    if (a === undefined || b === undefined) return
    ;[a.text, b.text] = [b.text, a.text]
  }

  turnAt(chatId: string | null, mark: string | undefined): SentTurn | undefined {
    return this.turnsOf(chatId).find((turn) => markOf(turn.text) === mark)
  }

  /** What stands in boxes that show only when somebody opens them: messages that are being written anew. */
  hidden(chatId: string): readonly { readonly mode: Mode; readonly texts: Standing }[] {
    return [...this.#boxes].flatMap(([key, standing]) => {
      const place = placeOf(key)
      if (place.chatId !== chatId || place.mode === 'plain') return []
      return standing.map((texts) => ({ mode: place.mode, texts }))
    })
  }

  stands(place: Place): readonly Standing[] {
    return this.#standing(place)
  }

  /** Everything that is wrong with what a tab shows; and what was in doubt is known by it, if nothing is. */
  wrongIn(sight: Sight, mode: Mode): readonly string[] {
    const place = { chatId: sight.chatId, mode }
    const wrong = [...this.#missing(sight, place), ...this.#unknown(sight, place), ...this.#twice(sight)]
    if (modeOfLabel(sight.label) !== kindOf(mode)) wrong.push(`the box is for “${sight.label}” and should be ${mode}`)
    if (wrong.length === 0) this.#settle(sight, place)
    return wrong
  }

  #missing(sight: Sight, place: Place): readonly string[] {
    return this.#standing(place)
      .filter((texts) => !texts.some((text) => text === '' || isShown(text, sight)))
      .map((texts) => `lost: ${texts.map((text) => JSON.stringify(text)).join(' or ')}`)
  }

  #unknown(sight: Sight, place: Place): readonly string[] {
    const known = this.#standing(place).flat()
    const clipped = known.map((text) => clip(text, clipLength))
    return [
      ...[sight.box, ...sight.offers]
        .filter((text) => text !== '' && !known.includes(text))
        .map((text) => `nobody wrote this, or it is over: ${JSON.stringify(text)}`),
      ...(place.mode === 'plain' ? sight.elsewhere : [])
        .filter((text) => !clipped.includes(text))
        .map((text) => `nobody began this elsewhere, or it is over: ${JSON.stringify(text)}`),
    ]
  }

  #twice(sight: Sight): readonly string[] {
    const marks = [...sight.waiting, ...sight.own].map(({ text }) => markOf(text) ?? `no mark in “${text}”`)
    return marks
      .filter((mark, index) => marks.indexOf(mark) !== index || this.turnAt(sight.chatId, mark) === undefined)
      .map((mark) => `${mark} stands there twice, or nobody sent it`)
  }

  #settle(sight: Sight, place: Place): void {
    const standing = this.#standing(place)
    if (standing.every((texts) => texts.length === 1)) return
    const settled = standing
      .map((texts) => texts.filter((text) => isShown(text, sight)).slice(0, 1))
      .filter((texts) => texts.length > 0 && texts[0] !== '')
    this.#boxes.set(keyOf(place), settled)
  }

  #standing(place: Place): readonly Standing[] {
    return this.#boxes.get(keyOf(place)) ?? []
  }

  #turnWith(chatId: string, text: string): SentTurn | undefined {
    return this.turnsOf(chatId).find((turn) => turn.text === text)
  }
}

export interface Place {
  readonly chatId: string | null
  readonly mode: Mode
}

/** How much the page shows of a text that was begun on another branch. */
export const clipLength = 60

export function markOf(text: string): string | undefined {
  return text.match(/§\d+§/g)?.at(-1)
}

/** Whether a text stands in the box, or is offered beside it: from another tab, or of another branch. */
export function isShown(text: string, { box, offers, elsewhere }: Sight): boolean {
  return box === text || offers.includes(text) || elsewhere.includes(clip(text, clipLength))
}

function kindOf(mode: Mode): string {
  return mode.split(':')[0] ?? ''
}

function modeOfLabel(label: string): string {
  if (label === 'Your message, edited') return 'edit'
  return label === 'Your waiting message, edited' ? 'waiting' : 'plain'
}

function keyOf({ chatId, mode }: Place): string {
  return `${chatId ?? ''}|${mode}`
}

function placeOf(key: string): Place {
  const [chatId = '', mode = ''] = key.split('|')
  return { chatId: chatId === '' ? null : chatId, mode: isMode(mode) ? mode : 'plain' }
}

function isMode(text: string): text is Mode {
  return text === 'plain' || text.startsWith('edit:') || text.startsWith('waiting:')
}

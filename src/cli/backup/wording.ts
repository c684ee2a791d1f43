import type { Restored } from '#server/backups.ts'

/** `1 chat`, `2 chats`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

export function bytes(size: number): string {
  return size < 1e6 ? `${Math.ceil(size / 1e3)} KB` : `${(size / 1e6).toFixed(1)} MB`
}

type Changes = Extract<NonNullable<Restored['changes']>, { ok: true }>['value']
type Changed = Changes['back']

const titlesShown = 10

/** What a restore changes, for a person. */
export function changeLines(compared: Restored['changes']): readonly string[] {
  if (compared === undefined) return ['There is no database there now, so nothing can be lost.']
  if (!compared.ok) {
    return [`The present database cannot be read (${compared.error}), so what it holds cannot be compared.`]
  }
  const { back, lost, differ } = compared.value
  return [
    ...linesOf('Come back', back, 'only the backup has them'),
    ...linesOf('Would go', lost, 'only the present database has them; it is set aside, never overwritten'),
    ...linesOf('Differ', differ, 'the backup has another text, place, title or sheet'),
  ]
}

function linesOf(what: string, { chats, messages, titles }: Changed, why: string): readonly string[] {
  if (chats === 0 && messages === 0) return [`${what}: nothing.`]
  const shown = titles.slice(0, titlesShown).map((chat) => `  “${chat.title}”: ${counted(chat.messages, 'message')}`)
  const rest = titles.length - shown.length
  return [
    `${what}: ${counted(chats, 'chat')}, ${counted(messages, 'message')} (${why}).`,
    ...shown,
    ...(rest > 0 ? [`  and ${counted(rest, 'more chat')}`] : []),
  ]
}

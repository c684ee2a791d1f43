import { dayOf, notesOn, speakerOf, titleOf, type Rendering } from './rendering.ts'

/** Stories as plain text. */
export const plainText: Rendering = {
  begin: () => '',
  entry: () => '',
  chat(chat) {
    const title = titleOf(chat)
    return `${title}\n${'='.repeat(Math.min(title.length, 72))}\nBegun on ${dayOf(chat.createdAt)}\n\n`
  },
  message(message) {
    const notes = notesOn(message)
    const words = message.text === '' ? '' : `${message.text}\n\n`
    return `${speakerOf(message)}:\n\n${words}${notes.length === 0 ? '' : `[${notes.join(' ')}]\n\n`}`
  },
  endOfChat: () => `${'-'.repeat(72)}\n\n`,
  end: () => '',
}

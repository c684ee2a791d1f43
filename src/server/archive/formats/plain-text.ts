import { dayOf, notesOn, speakerOf, titleOf, type Rendering } from './rendering.ts'

/** Stories as plain text. */
export const plainText: Rendering = {
  begin: () => '',
  entry: () => '',
  chat(chat, { name, passages }) {
    const title = titleOf(chat)
    const whom = name === undefined ? '' : `With ${name}\n`
    const words = passages.map(({ heading, text }) => `${heading}:\n\n${text}\n\n`)
    return `${title}\n${'='.repeat(Math.min(title.length, 72))}\nBegun on ${dayOf(chat.createdAt)}\n${whom}\n${words.join('')}`
  },
  message(message) {
    const notes = notesOn(message)
    const words = message.text === '' ? '' : `${message.text}\n\n`
    return `${speakerOf(message)}:\n\n${words}${notes.length === 0 ? '' : `[${notes.join(' ')}]\n\n`}`
  },
  endOfChat: () => `${'-'.repeat(72)}\n\n`,
  end: () => '',
}

import { dayOf, notesOn, speakerOf, titleOf, type Rendering } from './rendering.ts'

/** Stories as Markdown. What people and models wrote is Markdown already, and stands as it is. */
export const markdown: Rendering = {
  begin: () => '',
  entry: () => '',
  chat(chat, { name, passages }) {
    const whom = name === undefined ? '' : `_With ${oneLine(name)}_\n\n`
    const words = passages.map(({ heading, text }) => `**${heading}**\n\n${text}\n\n`)
    return `# ${oneLine(titleOf(chat))}\n\n_Begun on ${dayOf(chat.createdAt)}_\n\n${whom}${words.join('')}`
  },
  message(message) {
    const notes = notesOn(message)
    const words = message.text === '' ? '' : `${message.text}\n\n`
    return `**${oneLine(speakerOf(message))}**\n\n${words}${notes.length === 0 ? '' : `_${oneLine(notes.join(' '))}_\n\n`}`
  },
  endOfChat: () => '---\n\n',
  end: () => '',
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>#]/g, (mark) => `\\${mark}`)
}

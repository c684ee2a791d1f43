import { markup, trustedMarkup } from '#shared/markup.ts'
import { htmlStyle } from './html-style.ts'
import { dayOf, notesOn, speakerOf, titleOf, type Rendering } from './rendering.ts'

/** Stories as one HTML page that needs nothing else: no script, no picture, no address but its own. */
export const htmlPage: Rendering = {
  // The policy holds wherever the file is opened, so that nothing in a story could ever act.
  begin: () =>
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stories from Holdfast</title>
<style>${trustedMarkup(htmlStyle)}</style>
</head>
<body>
<h1>Stories from Holdfast</h1>
`.text,
  entry: (chat) => markup`<nav><a href="#${chat.id}">${titleOf(chat)}</a></nav>\n`.text,
  chat(chat, { name, passages }) {
    const whom = name === undefined ? '' : markup`<p class="day">With ${name}</p>\n`
    const words = passages.map(
      ({ heading, text }) => markup`<section class="sheet">
<h3>${heading}</h3>
<p class="words">${text}</p>
</section>
`,
    )
    return markup`<article id="${chat.id}">
<h2>${titleOf(chat)}</h2>
<p class="day">Begun on ${dayOf(chat.createdAt)}</p>
${whom}${words}`.text
  },
  message(message) {
    const notes = notesOn(message).map((note) => markup`<p class="note">${note}</p>`)
    return markup`<section class="${message.role === 'user' ? 'own' : 'reply'}">
<h3>${speakerOf(message)}</h3>
<p class="words">${message.text}</p>
${notes}</section>
`.text
  },
  endOfChat: () => '</article>\n',
  end: () => '</body>\n</html>\n',
}

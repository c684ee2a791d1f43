import type { Board } from '#protocol/board.ts'
import { markup, type Markup } from '#shared/markup.ts'
import type { Links } from './links.ts'

/** "I see it too", in one tap and without a script, and the way to be told. A copy of the page has nobody to send it to. */
export function saySo({ components }: Board, links: Links, isSnapshot: boolean): Markup {
  if (isSnapshot || components.length === 0) return markup``
  // What most people mean: their words do not get through.
  const usual = components.find(({ hop }) => hop === 'server')
  const options = components.map(({ id, name }) =>
    id === usual?.id
      ? markup`<option value="${id}" selected>${name}</option>`
      : markup`<option value="${id}">${name}</option>`,
  )
  return markup`<form class="say" method="post" action="${links.file('reports')}"><label for="fails">Does something fail for you?</label>
<select id="fails" name="component">${options}</select> <button>I see it too</button> <a href="${links.file('subscribe')}">Be told of outages</a></form>`
}

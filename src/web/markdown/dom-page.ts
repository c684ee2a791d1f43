import type { Page } from './page.ts'

/** The page in a browser. It never parses text as HTML: there is no call here that could. */
export const domPage: Page<Element> = {
  element: (parent, tag) => {
    const element = document.createElement(tag)
    // A wide one is scrolled sideways, and not every browser lets the keyboard do that by itself.
    if (tag === 'table') element.tabIndex = 0
    return parent.appendChild(element)
  },
  text: (parent, text) => {
    const last = parent.lastChild
    if (last instanceof Text) last.appendData(text)
    else parent.append(text)
  },
  dropFirst: (node, characters) => {
    if (node.firstChild instanceof Text) node.firstChild.deleteData(0, characters)
  },
  leadTo: (node, address) => {
    node.setAttribute('href', address)
    node.setAttribute('rel', 'noopener noreferrer nofollow')
    node.setAttribute('target', '_blank')
  },
  startAt: (list, first) => list.setAttribute('start', String(first)),
  language: (code, name) => code.setAttribute('data-language', name),
  seam: (parent, index) => {
    const mark = document.createElement('button')
    mark.type = 'button'
    mark.className = 'seam'
    mark.dataset['seam'] = String(index)
    mark.setAttribute('aria-label', 'Another writer took over here: show the details')
    parent.append(mark)
  },
}

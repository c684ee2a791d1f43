import { Token } from 'streaming-markdown'
import type { Tag } from './page.ts'

/** What becomes of each kind of Markdown. */
export type Shape =
  | { readonly as: 'element'; readonly tag: Tag }
  | { readonly as: 'line-break' }
  | { readonly as: 'checkbox' }
  | { readonly as: 'cell' }
  /** `[label](address)`, and an image likewise: nothing is ever loaded from elsewhere. */
  | { readonly as: 'link'; readonly opening: string }
  /** Code that stands on its own. */
  | { readonly as: 'code' }
  /** A formula is shown as it was written, with its delimiters: most often it is none, but a price in a story. */
  | { readonly as: 'formula'; readonly isBlock: boolean }
  | { readonly as: 'root' }

const element = (tag: Tag): Shape => ({ as: 'element', tag })

// Headings begin at the third level: the page has the first, each turn the second.
export const shapes: Record<Token, Shape> = {
  [Token.Document]: { as: 'root' },
  [Token.Paragraph]: element('p'),
  [Token.Heading_1]: element('h3'),
  [Token.Heading_2]: element('h4'),
  [Token.Heading_3]: element('h5'),
  [Token.Heading_4]: element('h6'),
  [Token.Heading_5]: element('h6'),
  [Token.Heading_6]: element('h6'),
  [Token.Code_Block]: { as: 'code' },
  [Token.Code_Fence]: { as: 'code' },
  [Token.Code_Inline]: element('code'),
  [Token.Italic_Ast]: element('em'),
  [Token.Italic_Und]: element('em'),
  [Token.Strong_Ast]: element('strong'),
  [Token.Strong_Und]: element('strong'),
  [Token.Strike]: element('s'),
  [Token.Link]: { as: 'link', opening: '[' },
  [Token.Raw_URL]: { as: 'link', opening: '' },
  [Token.Image]: { as: 'link', opening: '![' },
  [Token.Blockquote]: element('blockquote'),
  // A line feed, not an element: the paragraphs keep white space, and so their text stays the text of the log.
  [Token.Line_Break]: { as: 'line-break' },
  [Token.Rule]: element('hr'),
  [Token.List_Unordered]: element('ul'),
  [Token.List_Ordered]: element('ol'),
  [Token.List_Item]: element('li'),
  [Token.Checkbox]: { as: 'checkbox' },
  [Token.Table]: element('table'),
  [Token.Table_Row]: element('tr'),
  [Token.Table_Cell]: { as: 'cell' },
  [Token.Equation_Block]: { as: 'formula', isBlock: true },
  [Token.Equation_Inline]: { as: 'formula', isBlock: false },
}

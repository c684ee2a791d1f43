/** Every element that a story may have. There is no way to make another. */
export type Tag =
  | 'p'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'pre'
  | 'code'
  | 'em'
  | 'strong'
  | 's'
  | 'a'
  | 'span'
  | 'blockquote'
  | 'hr'
  | 'ul'
  | 'ol'
  | 'li'
  | 'table'
  | 'tr'
  | 'th'
  | 'td'

/** Where Markdown is written to. It can make elements, text, and four attributes, and nothing else. */
export interface Page<N> {
  readonly element: (parent: N, tag: Tag) => N
  readonly text: (parent: N, text: string) => void
  /** Takes away the first characters of a node that begins with text. */
  readonly dropFirst: (node: N, characters: number) => void
  /** Makes a node lead somewhere. Only ever called with an address that may be followed. */
  readonly leadTo: (node: N, address: string) => void
  readonly startAt: (list: N, first: number) => void
  readonly language: (code: N, name: string) => void
  /** Sets a mark where another back end took over; `index` counts the seams of the reply. */
  readonly seam: (parent: N, index: number) => void
}

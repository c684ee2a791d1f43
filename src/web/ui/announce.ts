/** What of a growing reply is to be read out next. */
export interface Announcement {
  readonly say: string
  /** The number of characters that have been read out with it. */
  readonly upTo: number
}

/** Whole paragraphs only: a voice that begins again with every word can be understood by nobody. */
export function nextToSay(text: string, from: number, isOver: boolean): Announcement {
  const end = isOver ? text.length : Math.max(text.lastIndexOf('\n\n'), from)
  return { say: text.slice(from, end).trim(), upTo: end }
}

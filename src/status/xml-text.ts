/** A text without the characters that XML 1.0 has no way to write (§2.2): one of them makes a whole feed unreadable. */
export function xmlText(text: string): string {
  return text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}

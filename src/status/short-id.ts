/** Makes ids as Statuspage's clients expect them: 12 lower-case letters and digits. */
export type MakeShortId = () => string

const signs = 'abcdefghijklmnopqrstuvwxyz0123456789'
// 252 is the last multiple of 36 in a byte: what is above would make some signs likelier than others.
const fair = 252

export function shortIdMaker(fill: (bytes: Uint8Array<ArrayBuffer>) => unknown): MakeShortId {
  return function makeShortId() {
    let id = ''
    while (id.length < 12) {
      const bytes = new Uint8Array(16)
      fill(bytes)
      for (const byte of bytes) if (byte < fair && id.length < 12) id += signs[byte % signs.length] ?? ''
    }
    return id
  }
}

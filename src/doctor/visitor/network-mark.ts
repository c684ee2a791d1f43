/**
 * A number of 16 bits for a public address: the same for the same network, and of no use to anybody who wants the address, since
 * each stands for tens of thousands. IPv6 is taken by its first 64 bits: the rest is the device's own.
 */
export function networkMark(address: string, salt: string): number {
  const network = address.includes(':') ? expanded(address).slice(0, 4).join(':') : address
  let hash = 0x811c9dc5
  for (const char of `${salt} ${network}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return ((hash >>> 16) ^ hash) & 0xffff
}

function expanded(address: string): readonly string[] {
  const [before = '', after] = address.toLowerCase().split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)
  return [...head, ...Array.from({ length: zeros }, () => '0'), ...tail].map((part) => part.replace(/^0+(?=.)/, ''))
}

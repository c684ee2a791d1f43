import type { Side } from '#protocol/fault.ts'

const sideNames: Readonly<Record<Side, string>> = {
  you: 'this device',
  'your-network': 'the network of this device',
  edge: 'our edge, the first of our machines that your browser talks to',
  path: 'the way between our edge and our server',
  hosting: 'those who host our server',
  server: 'our server',
  model: 'the model server that writes replies',
}

const shortNames: Readonly<Record<Side, string>> = {
  ...sideNames,
  edge: 'our edge',
  path: 'the way to our server',
  model: 'the model server',
}

/** From here on it is said without "most likely". */
const nearlySure = 0.9

/** Whose side it is on, in a sentence that claims no more than is known. */
export function visitorSays(side: Side | null, p: number, cannotTell: readonly Side[]): string {
  if (side === null) return 'Nothing is wrong that this browser can see: everything on the way answers.'
  if (cannotTell.length > 1)
    return `It is ${listed(cannotTell.map((one) => shortNames[one]))}: these tests alone cannot tell which.`
  return p >= nearlySure ? `It is ${sideNames[side]}.` : `Most likely it is ${sideNames[side]}.`
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

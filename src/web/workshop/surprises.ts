import { beginnings } from './beginnings.ts'
import { nextTurn } from './next-turn.ts'

/** What a writer can be surprised with. */
export type SurpriseKind = 'turn' | 'opening' | 'character' | 'scene'

/** The generators of ours that do it. */
const ours: Readonly<Record<SurpriseKind, string>> = {
  turn: nextTurn.name,
  opening: 'Opening',
  character: 'Character',
  scene: 'Encounter',
}

export const surpriseWords: Readonly<Record<SurpriseKind, string>> = {
  turn: 'A next turn',
  opening: 'An opening',
  character: 'A character',
  scene: 'A scene',
}

/** The text of ours that gives such a thing. */
export function surpriseSource(kind: SurpriseKind): string {
  return beginnings.find(({ name }) => name === ours[kind])?.text ?? nextTurn.text
}

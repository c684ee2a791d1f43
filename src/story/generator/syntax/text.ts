import type { GeneratorFault } from '../fault.ts'
import type { MarkKind } from '../run/marks.ts'
import type { Expression } from './expression.ts'

/** What a text is made of. Escapes are done already. */
export type TextPart =
  | string
  | { readonly kind: 'square'; readonly at: number; readonly end: number; readonly expression: Expression }
  | { readonly kind: 'options'; readonly at: number; readonly options: readonly Option[] }
  | { readonly kind: 'whole'; readonly at: number; readonly from: number; readonly to: number }
  | { readonly kind: 'letter'; readonly at: number; readonly from: number; readonly to: number }
  | { readonly kind: 'mark'; readonly at: number; readonly mark: MarkKind }
  | { readonly kind: 'import'; readonly at: number; readonly name: string }
  /** A block that cannot be read. It does no harm until somebody comes to it. */
  | { readonly kind: 'broken'; readonly at: number; readonly fault: GeneratorFault }

export interface Option {
  readonly parts: readonly TextPart[]
  readonly odds: number | Expression
  /** Where it stands, without its odds. */
  readonly from: number
  readonly to: number
}

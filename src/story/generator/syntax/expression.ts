import type { TextPart } from './text.ts'

/** What stands in a square block, in odds and in functions. `at` is a place in the source. */
export type Expression =
  | { readonly kind: 'literal'; readonly at: number; readonly value: number | string | boolean | null | undefined }
  | { readonly kind: 'text'; readonly at: number; readonly end: number; readonly parts: readonly TextPart[] }
  | { readonly kind: 'joined'; readonly at: number; readonly pieces: readonly (readonly TextPart[] | Expression)[] }
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | { readonly kind: 'this'; readonly at: number }
  | MemberExpression
  | { readonly kind: 'call'; readonly at: number; readonly callee: Expression; readonly args: readonly Expression[] }
  | { readonly kind: 'unary'; readonly at: number; readonly sign: UnarySign; readonly operand: Expression }
  | UpdateExpression
  | BinaryExpression
  | LogicalExpression
  | ChoiceExpression
  | AssignExpression
  | { readonly kind: 'arrow'; readonly at: number; readonly parameters: readonly string[]; readonly body: ArrowBody }
  | { readonly kind: 'array'; readonly at: number; readonly items: readonly Expression[] }
  | { readonly kind: 'record'; readonly at: number; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'sequence'; readonly at: number; readonly parts: readonly Expression[] }

export type UnarySign = '!' | '-' | '+' | 'typeof'
export type LogicalSign = '&&' | '||' | '??'
export type BinarySign = '==' | '!=' | '===' | '!==' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/' | '%' | '**'
export type AssignSign = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '||=' | '&&=' | '??='

export interface MemberExpression {
  readonly kind: 'member'
  readonly at: number
  readonly object: Expression
  /** After a dot the name itself; in brackets whatever the expression is worth. */
  readonly key: string | Expression
  /** After `?.`, also further on in the chain: of what is not there this asks for nothing. */
  readonly isOptional: boolean
}

export interface UpdateExpression {
  readonly kind: 'update'
  readonly at: number
  readonly by: 1 | -1
  readonly isPrefix: boolean
  readonly target: Expression
}

export interface BinaryExpression {
  readonly kind: 'binary'
  readonly at: number
  readonly sign: BinarySign
  readonly left: Expression
  readonly right: Expression
  /** A text for sure, whatever its sides are worth: one of them is a text in quotes. */
  readonly isText: boolean
}

export interface LogicalExpression {
  readonly kind: 'logical'
  readonly at: number
  readonly sign: LogicalSign
  readonly left: Expression
  readonly right: Expression
}

/** `c ? x : y`, and an `if` that is the whole block: which is worth nothing to see when nothing of it holds. */
export interface ChoiceExpression {
  readonly kind: 'choice'
  readonly at: number
  readonly condition: Expression
  readonly yes: Expression
  readonly no: Expression
}

export interface AssignExpression {
  readonly kind: 'assign'
  readonly at: number
  readonly sign: AssignSign
  readonly target: Expression
  readonly value: Expression
}

export type ArrowBody = Expression | readonly Statement[]

/** What a function's body is made of. */
export type Statement =
  | { readonly kind: 'run'; readonly expression: Expression }
  | { readonly kind: 'declare'; readonly isLocal: boolean; readonly names: readonly Declared[] }
  | { readonly kind: 'return'; readonly value: Expression | undefined }
  | { readonly kind: 'if'; readonly condition: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  | LoopStatement
  | ForOfStatement
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }

export interface Declared {
  readonly name: string
  readonly value: Expression | undefined
}

export interface LoopStatement {
  readonly kind: 'loop'
  readonly first: Statement | undefined
  readonly condition: Expression | undefined
  readonly next: Expression | undefined
  readonly body: Statement
}

export interface ForOfStatement {
  readonly kind: 'for-of'
  readonly name: string
  readonly of: Expression
  readonly body: Statement
}

/** What stands in quotes is a text even if it looks like a number, and so is what it is joined with. */
export function isTextForSure(expression: Expression): boolean {
  if (expression.kind === 'binary') return expression.isText
  if (expression.kind === 'literal') return typeof expression.value === 'string'
  return expression.kind === 'text' || expression.kind === 'joined'
}

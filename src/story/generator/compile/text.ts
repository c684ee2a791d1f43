import type { Mark } from '../run/marks.ts'
import { note } from '../run/noting.ts'
import { print, render } from '../run/print.ts'
import type { Run } from '../run/run.ts'
import type { Evaluate, Render, Template } from '../run/template.ts'
import type { Scope } from '../run/scope.ts'
import type { Value } from '../run/value.ts'
import { Weights } from '../run/weights.ts'
import type { Option, TextPart } from '../syntax/text.ts'
import { placeAt, type CompileContext } from './context.ts'
import { compileOdds } from './odds.ts'

/** Makes of a parsed text what runs. */
export function compileText(context: CompileContext, parts: readonly TextPart[], [at, to]: Span): Template {
  const [only, ...others] = parts
  const isOne = others.length === 0
  return {
    parts: parts.map((part) => (typeof part === 'string' ? part : compilePart(context, part))),
    constant: only === undefined ? '' : isOne && typeof only === 'string' ? only : undefined,
    value: isOne && only !== undefined && typeof only !== 'string' ? valueOf(context, only) : undefined,
    raw: context.module.source.slice(at, to),
    place: placeAt(context, at),
  }
}

/** From where to where it stands in the source. */
type Span = readonly [from: number, to: number]

/** What a pick from a curly block is called, which has no name. */
const curly = '{…}'

type Block = Exclude<TextPart, string>

/** A text that is one block and nothing else is worth what the block is worth. */
function valueOf(context: CompileContext, part: Block): Evaluate | undefined {
  if (part.kind === 'square') return context.expression(part.expression)
  return part.kind === 'import' ? (run) => importNamed(context, run, part) : undefined
}

function compilePart(context: CompileContext, part: Block): Render {
  switch (part.kind) {
    case 'square':
      return compileSquare(context, part)
    case 'options':
      return compileOptions(context, part.options, part.at)
    case 'whole':
      return compileRange(context, part, String)
    case 'letter':
      return compileRange(context, part, (code) => String.fromCharCode(code))
    case 'mark':
      return (run) => mark(run, part.mark)
    case 'import':
      return (run) => print(run, importNamed(context, run, part))
    case 'broken':
      return () => {
        throw part.fault
      }
  }
}

function compileSquare(context: CompileContext, { expression, at, end }: Extract<Block, { kind: 'square' }>): Render {
  const evaluate = context.expression(expression)
  const place = placeAt(context, at)
  const written = context.module.source.slice(at, Math.min(end + 1, at + 60))
  return function renderSquare(run, self, scope) {
    run.step()
    const value = evaluate(run, self, scope)
    run.place = place
    if (value === undefined) run.fail('undefined-value', `${written} returned undefined.`)
    print(run, value)
  }
}

function compileOptions(context: CompileContext, options: readonly Option[], at: number): Render {
  const place = placeAt(context, at)
  const templates = options.map(({ parts }) => compileText(context, parts, [at, at]))
  const odds = options.map((option) =>
    typeof option.odds === 'number' ? option.odds : compileOdds(context, option.odds),
  )
  const weights = new Weights(odds)
  const { source } = context.module
  const words = options.map(({ from, to }) => source.slice(from, Math.min(to, from + 200)))
  const drawn = (run: Run, self: Value, scope: Scope | undefined): number => {
    if (run.picks === undefined) return weights.draw(run, self, scope)
    const { place: chosen, share } = weights.drawTold(run, self, scope)
    note(run, { list: curly, item: words[chosen] ?? '', place, share })
    return chosen
  }
  return function renderOptions(run, self, scope) {
    const template = templates[drawn(run, self, scope)]
    run.place = place
    if (template === undefined)
      run.fail('all-odds-zero', 'All odds of this curly block are 0: there is nothing to pick.')
    else if (template.constant === undefined) render(run, template, self, scope)
    else run.out += template.constant
  }
}

type Range = Extract<Block, { kind: 'whole' | 'letter' }>

function compileRange(context: CompileContext, { at, from, to }: Range, written: (drawn: number) => string): Render {
  const count = to - from + 1
  const place = placeAt(context, at)
  return function renderRange(run) {
    run.step()
    const item = written(from + run.random.below(count))
    if (run.picks !== undefined) note(run, { list: curly, item, place, share: 1 / count })
    run.out += item
  }
}

function mark(run: Run, kind: Mark['kind']): void {
  run.step()
  run.marks ??= []
  run.marks.push({ kind, at: run.out.length })
}

function importNamed(context: CompileContext, run: Run, { at, name }: Extract<Block, { kind: 'import' }>) {
  run.place = placeAt(context, at)
  return run.importNamed(run, name)
}

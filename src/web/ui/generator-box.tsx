import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { Diagnostic } from '#story/generator.ts'
import type { OpenGenerator } from '../workshop/open-generator.ts'
import { indentAt, linesIn, offsetOf } from '../workshop/place-in-text.ts'
import { caretIn, useCaret } from './box-caret.ts'

export interface GeneratorBoxProps {
  readonly opened: OpenGenerator
  readonly findings: readonly Diagnostic[]
  /** Takes the reader to a place in the text. */
  readonly goTo: { current: (place: Pick<Diagnostic, 'line' | 'column'>) => void }
}

/** The text of a generator with its line numbers. It is as high as its text, and its frame scrolls. */
export function GeneratorBox({ opened, findings, goTo }: GeneratorBoxProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const text = opened.text.value
  const lines = linesIn(text)
  useCaret(box, opened.id, opened.draft)
  goTo.current = ({ line, column }) => {
    if (frame.current === null || box.current === null) return
    const at = offsetOf(text, line, column)
    box.current.focus({ preventScroll: true })
    box.current.setSelectionRange(at, at)
    const lineHeightPx = box.current.offsetHeight / lines
    frame.current.scrollTop = (line - 0.5) * lineHeightPx - frame.current.clientHeight / 2
    frame.current.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div class="code" ref={frame}>
      <pre class="code-lines" aria-hidden="true">
        <LineNumbers lines={lines} findings={findings} />
      </pre>
      <textarea
        ref={box}
        class="code-text"
        rows={lines}
        aria-label="The text of the generator"
        aria-describedby="findings"
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        wrap="off"
        value={text}
        onInput={({ currentTarget }) => opened.write(currentTarget.value, caretIn(currentTarget))}
        onKeyDown={keepIndent}
      />
    </div>
  )
}

/** A new line begins like the one before it: items stand under each other. */
function keepIndent(event: KeyboardEvent & { readonly currentTarget: HTMLTextAreaElement }): void {
  if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const { value, selectionStart } = event.currentTarget
  const indent = indentAt(value, selectionStart)
  // Only this way of writing into a box can be undone, and it is the browser that then tells of the input.
  if (indent !== '' && document.execCommand('insertText', false, `\n${indent}`)) event.preventDefault()
}

/** Few pieces, however many lines: only those with an error stand out. */
function LineNumbers({ lines, findings }: Pick<GeneratorBoxProps, 'findings'> & { readonly lines: number }) {
  const errors = findings.filter(({ severity, module, line }) => severity === 'error' && module === '' && line <= lines)
  const marked = new Set(errors.map(({ line }) => line))
  const pieces: (string | JSX.Element)[] = []
  let from = 1
  for (const line of [...marked].toSorted((one, other) => one - other)) {
    pieces.push(numbers(from, line - 1), <span key={line}>{`${line}\n`}</span>)
    from = line + 1
  }
  return <>{[...pieces, numbers(from, lines)]}</>
}

function numbers(from: number, to: number): string {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `${from + index}\n`).join('')
}

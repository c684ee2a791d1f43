import type { Diagnostic as Mark } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import type { Diagnostic } from '#story/generator.ts'

/** The findings at their places in the text: each under the word that begins there. Those of imports have no place here. */
export function marksFor(doc: Text, findings: readonly Diagnostic[]): readonly Mark[] {
  return findings.flatMap(({ module, line, column, severity, message }) => {
    if (module !== '' || line > doc.lines) return []
    const { from, to, text } = doc.line(line)
    const at = Math.min(from + column - 1, to)
    const [word = ''] = /^(?:[\p{L}\p{N}_$]+|.)/u.exec(text.slice(at - from)) ?? []
    return [{ from: at, to: at + word.length, severity, message }]
  })
}

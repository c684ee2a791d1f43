import { effect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { openEditor, type Editor } from '../workshop/editor/editor.ts'
import type { Importable } from '../workshop/editor/completion.ts'
import type { GeneratorBoxProps } from './generator-box.tsx'

export interface CodeEditorProps extends GeneratorBoxProps {
  readonly importable: Importable
}

/** The text of a generator in an editor that knows the language. */
export function CodeEditor({ opened, findings, goTo, importable }: CodeEditorProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | null>(null)
  useEffect(() => {
    if (host.current === null) return
    const made = openEditor(host.current, {
      text: opened.text.peek(),
      caret: opened.draft.caret.peek(),
      importable,
      onWrite: (text, caret) => opened.write(text, caret),
      onMove: (caret) => opened.draft.moveCaret(caret),
    })
    editor.current = made
    goTo.current = (place) => {
      made.goTo(place)
      host.current?.scrollIntoView({ block: 'nearest' })
    }
    const stop = effect(() => made.show(opened.text.value))
    return () => {
      stop()
      made.close()
      editor.current = null
    }
  }, [opened])
  useEffect(() => editor.current?.mark(findings), [findings])
  return <div class="code" ref={host} />
}

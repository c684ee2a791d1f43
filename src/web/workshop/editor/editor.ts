import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from '@codemirror/language'
import { lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Annotation, EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers, type ViewUpdate } from '@codemirror/view'
import type { Diagnostic } from '#story/generator.ts'
import type { Caret } from '../../drafts/words.ts'
import { offsetOf } from '../place-in-text.ts'
import { changeBetween } from './change.ts'
import { completionsFor, type Importable } from './completion.ts'
import { marksFor } from './finding-marks.ts'
import { byIndent } from './folding.ts'
import { generatorLanguage } from './grammar.ts'
import { look } from './look.ts'
import { typingOver } from './typing-over.ts'

/** An editor of a generator's text, with its colours, folds and completion. */
export interface Editor {
  /** Shows this text. What it has in common with the text before stays as it is, caret and all. */
  readonly show: (text: string) => void
  readonly mark: (findings: readonly Diagnostic[]) => void
  readonly goTo: (place: Pick<Diagnostic, 'line' | 'column'>) => void
  readonly focus: () => void
  readonly close: () => void
}

export interface EditorOptions {
  readonly text: string
  readonly caret: Caret
  readonly importable: Importable
  readonly onWrite: (text: string, caret: Caret) => void
  readonly onMove: (caret: Caret) => void
}

/** What is shown because it was written elsewhere. */
const fromElsewhere = Annotation.define<boolean>()

/**
 * Opens one inside of this element. It stands in a shadow tree: only there does the editor bring its style sheets in a
 * way that the page's policy allows, which lets nothing inline through.
 */
export function openEditor(host: HTMLElement, options: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  let shown = options.text
  const onUpdate = (update: ViewUpdate): void => {
    const { anchor, head } = update.state.selection.main
    const caret = { start: Math.min(anchor, head), end: Math.max(anchor, head) }
    if (update.docChanged) shown = update.state.doc.toString()
    if (update.transactions.some((transaction) => transaction.annotation(fromElsewhere))) return
    if (update.docChanged) options.onWrite(shown, caret)
    else if (update.selectionSet) options.onMove(caret)
  }
  const view = new EditorView({ root, state: stateOf(options, EditorView.updateListener.of(onUpdate)) })
  root.replaceChildren(hint(host.ownerDocument), view.dom)
  return {
    show(text) {
      if (text === shown) return
      view.dispatch({ changes: changeBetween(shown, text), annotations: fromElsewhere.of(true) })
    },
    mark: (findings) => view.dispatch(setDiagnostics(view.state, marksFor(view.state.doc, findings))),
    goTo({ line, column }) {
      const at = offsetOf(shown, line, column)
      view.focus()
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  }
}

function stateOf({ text, caret, importable }: EditorOptions, onUpdate: Extension): EditorState {
  const [anchor, head] = [Math.min(caret.start, text.length), Math.min(caret.end, text.length)]
  return EditorState.create({
    doc: text,
    selection: { anchor, head },
    extensions: [
      lineNumbers(),
      highlightActiveLineGutter(),
      codeFolding(),
      foldGutter(),
      history(),
      generatorLanguage,
      byIndent(),
      bracketMatching(),
      typingOver,
      // What is copied from a page may be moved in by blanks that are none to the language.
      EditorView.clipboardInputFilter.of((pasted) => pasted.replaceAll(/[\u00a0\u202f]/g, ' ')),
      closeBrackets(),
      EditorState.languageData.of(() => [{ closeBrackets: { brackets: ['[', '{'] } }]),
      highlightSelectionMatches(),
      autocompletion({ override: [completionsFor(importable)], icons: false }),
      EditorState.tabSize.of(2),
      indentUnit.of('  '),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(words),
      look,
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...searchKeymap,
        ...lintKeymap,
        indentWithTab,
      ]),
      onUpdate,
    ],
  })
}

const words = {
  'aria-label': 'The text of the generator',
  'aria-describedby': 'how-to-leave',
  tabindex: '0',
  spellcheck: 'false',
  autocapitalize: 'off',
  autocorrect: 'off',
}

/** Told to whoever hears the page: what describes something must stand in the same tree. */
function hint(document: Document): HTMLElement {
  const told = document.createElement('p')
  told.id = 'how-to-leave'
  told.hidden = true
  told.textContent = 'Tab moves a line in. Escape and then Tab leaves the text.'
  return told
}

import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * What is typed over a selection is put there by the editor and not by the browser: Chromium would give the new letters
 * the colours of the old ones as an inline style, which the page's policy refuses and complains about.
 */
export const typingOver: Extension = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    if (inputType !== 'insertText' || data === null || view.composing) return false
    const { from, to } = overwritten(view)
    if (from === to) return false
    const replace = { changes: { from, to, insert: data }, selection: { anchor: from + data.length } }
    const insert = () => view.state.update({ ...replace, scrollIntoView: true, userEvent: 'input.type' })
    const isHandled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert))
    if (!isHandled) view.dispatch(insert())
    return true
  },
})

/** The editor hears of a selection a moment after it was made. What is typed in that moment goes over it all the same. */
function overwritten(view: EditorView): { readonly from: number; readonly to: number } {
  const { main } = view.state.selection
  const selection = view.root instanceof ShadowRoot ? view.root.getSelection?.() : undefined
  if (!main.empty || selection == null || selection.isCollapsed) return main
  const range = selection.getRangeAt(0)
  return {
    from: view.posAtDOM(range.startContainer, range.startOffset),
    to: view.posAtDOM(range.endContainer, range.endOffset),
  }
}

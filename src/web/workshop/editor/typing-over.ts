import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * What is typed over a selection is put there by the editor and not by the browser: Chromium would give the new letters
 * the colours of the old ones as an inline style, which the page's policy refuses and complains about.
 */
export const typingOver: Extension = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    const { from, to, empty } = view.state.selection.main
    if (inputType !== 'insertText' || data === null || empty || view.composing) return false
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type' })
    const isHandled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert))
    if (!isHandled) view.dispatch(insert())
    return true
  },
})

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { pieceTags } from './grammar.ts'

// Each has a contrast of 4.5 or more on the paper and on the line that is being written, by day and by night.
const colours = HighlightStyle.define([
  { tag: pieceTags.comment, color: 'var(--ink-soft)', fontStyle: 'italic' },
  { tag: pieceTags.list, color: 'var(--accent)', fontWeight: '700' },
  { tag: pieceTags.property, color: 'light-dark(#6a4d00, #dcc37c)' },
  { tag: pieceTags.function, color: 'light-dark(#1a5780, #92c2e6)', fontWeight: '700' },
  { tag: pieceTags.sign, color: 'var(--ink-soft)' },
  { tag: [pieceTags.odds, pieceTags.escape], color: 'light-dark(#7c3168, #dda6cd)' },
  { tag: pieceTags.name, color: 'light-dark(#155746, #8fcfb9)' },
  { tag: pieceTags.member, color: 'light-dark(#33566d, #a9c6d8)' },
  { tag: pieceTags.quoted, color: 'light-dark(#4c5a16, #bccb8b)' },
  { tag: [pieceTags.number, pieceTags.choice], color: 'light-dark(#7c3168, #dda6cd)' },
  { tag: pieceTags.keyword, color: 'light-dark(#553684, #c6adec)', fontWeight: '700' },
  { tag: pieceTags.broken, color: 'var(--danger)', textDecoration: 'underline wavy' },
])

const face = "ui-monospace, 'Cascadia Mono', 'Noto Sans Mono', monospace"

// It stands in a tree of its own, to which the page's style sheets do not reach, but its colours do.
const frame = EditorView.theme({
  '&': { maxHeight: '55dvh', minHeight: '8rem', color: 'var(--ink)', fontSize: '0.875rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: face, lineHeight: '1.5', overflow: 'auto' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 0.75rem 0 0.5rem' },
  '.cm-gutters': {
    backgroundColor: 'var(--paper-beside)',
    color: 'var(--ink-soft)',
    borderRight: '1px solid var(--rule)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-foldGutter span': { cursor: 'pointer' },
  '.cm-foldPlaceholder': {
    padding: '0 0.375rem',
    border: '1px solid var(--rule-strong)',
    backgroundColor: 'var(--paper-beside)',
    color: 'var(--ink-soft)',
  },
  '&.cm-focused .cm-matchingBracket, .cm-searchMatch': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 18%, var(--paper))',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--accent) 12%, var(--paper))' },
  '.cm-tooltip': {
    maxWidth: 'calc(100vw - 1rem)',
    border: '1px solid var(--rule-strong)',
    borderRadius: '6px',
    overflow: 'hidden',
    backgroundColor: 'var(--paper-raised)',
    color: 'var(--ink)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxWidth: '100%', fontFamily: face },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.25rem 0.5rem', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.85' },
  '.cm-diagnostic': { padding: '0.375rem 0.625rem', fontFamily: 'var(--plain)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--danger)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--rule-strong)' },
  // What comes with the editor draws its waves as pictures in the style sheet, in one colour for day and night.
  '.cm-lintRange': { backgroundImage: 'none', textDecoration: 'underline wavy' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--danger)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--rule-strong)' },
  '.cm-lintRange-active': { backgroundColor: 'color-mix(in srgb, var(--accent) 18%, var(--paper))' },
  '.cm-panels': { backgroundColor: 'var(--paper-beside)', color: 'var(--ink)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--rule)' },
  '.cm-textfield': {
    border: '1px solid var(--rule-strong)',
    borderRadius: '4px',
    backgroundColor: 'var(--paper)',
    color: 'var(--ink)',
  },
  '.cm-button': {
    border: '1px solid var(--rule-strong)',
    borderRadius: '4px',
    backgroundImage: 'none',
    backgroundColor: 'var(--paper-raised)',
    color: 'var(--ink)',
  },
  '.cm-panel.cm-search [name=close]': { color: 'inherit', fontSize: '1.25rem' },
  // A telephone zooms in on what is smaller.
  '@media (pointer: coarse)': { '&': { fontSize: '1rem' } },
})

export const look: Extension = [frame, syntaxHighlighting(colours)]

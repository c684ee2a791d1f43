import type { JSX } from 'preact'

// Drawn for this page, on a grid of 20, in the colour of the text around them.
const paths = {
  menu: 'M3 6h14M3 10h14M3 14h14',
  plus: 'M10 4v12M4 10h12',
  pencil: 'M4 16l.8-3.4L13.4 4l2.6 2.6-8.6 8.6L4 16zM11.6 5.8l2.6 2.6',
  close: 'M5 5l10 10M15 5L5 15',
  send: 'M10 16V4M5 9l5-5 5 5',
  stop: 'M6 6h8v8H6z',
  again: 'M15.5 10a5.5 5.5 0 1 1-1.7-4M14 2.5V6h-3.5',
  back: 'M12 5l-5 5 5 5',
  forth: 'M8 5l5 5-5 5',
  up: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  top: 'M5 4h10M10 17V8M5 12.5L10 8l5 4.5',
  takeBack: 'M7 4L3 8l4 4M3 8h9a4.5 4.5 0 0 1 0 9H9',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  plug: 'M7 3v4M13 3v4M5 7h10v2a5 5 0 0 1-10 0V7zM10 14v3',
  die: 'M4 4h12v12H4zM7.5 7.5h.01M10 10h.01M12.5 12.5h.01',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1 1M14.7 14.7l1 1M15.7 4.3l-1 1M5.3 14.7l-1 1',
  moon: 'M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5z',
  half: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 3v14',
} as const

export function Icon({ name }: { readonly name: keyof typeof paths }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}

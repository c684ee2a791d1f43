import { markup } from '#shared/markup.ts'
import { clip } from '#shared/text.ts'
import { xmlText } from '../xml-text.ts'
import type { Badge } from './badge.ts'

const height = 20
const padding = 6
// Verdana's middle width at 11 px; `textLength` makes the letters fit wherever another font stands in.
const letterWidth = 6.6
const mostLetters = 60

/** `/badge.svg`: the same badge as a picture of our own, for where nothing may be fetched from elsewhere. */
export function badgePicture({ label, message, color }: Badge): string {
  const left = part(clip(xmlText(label), mostLetters), 0)
  const right = part(clip(xmlText(message), mostLetters), left.width)
  const width = String(left.width + right.width)
  const says = `${left.text}: ${right.text}`
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${String(height)}" role="img" aria-label="${says}"><title>${says}</title><rect width="${width}" height="${String(height)}" rx="3" fill="#3d3d3d"/><rect x="${String(left.width)}" width="${String(right.width)}" height="${String(height)}" rx="3" fill="${color}"/><g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${[left, right].map(words)}</g></svg>
`.text
}

interface Part {
  readonly text: string
  readonly x: number
  readonly width: number
}

function part(text: string, x: number): Part {
  return { text, x, width: Math.round(text.length * letterWidth) + 2 * padding }
}

function words({ text, x, width }: Part) {
  const length = String(Math.max(1, width - 2 * padding))
  return markup`<text x="${String(x + padding)}" y="14" textLength="${length}">${text}</text>`
}

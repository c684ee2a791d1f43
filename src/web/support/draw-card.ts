import type { Card, HopState } from './card.ts'

const width = 720
const margin = 36
const scale = 2
const textWidth = width - 2 * margin
const labelWidth = 92
const lineHeight = 24

// One look everywhere: whoever gets the picture sees it beside other things than this page.
const paper = '#fffdf9'
const ink = '#28221b'
const soft = '#665b4d'
const colours: Readonly<Record<HopState, string>> = { well: '#2f6b45', broken: '#9b2118', unknown: '#8d806d' }
const title = "600 26px Georgia, 'Noto Serif', serif"
const plain = "16px system-ui, 'Noto Sans', sans-serif"
const small = "13px system-ui, 'Noto Sans', sans-serif"
const bold = "600 16px system-ui, 'Noto Sans', sans-serif"

/** Draws the picture, as high as what it says. */
export function drawCard(canvas: HTMLCanvasElement, card: Card): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const pen = { context, y: 0 }
  // First without anybody seeing it: how high it becomes shows when all lines are broken.
  write(pen, card)
  canvas.width = width * scale
  canvas.height = (pen.y + margin) * scale
  context.scale(scale, scale)
  context.fillStyle = paper
  context.fillRect(0, 0, width, pen.y + margin)
  pen.y = 0
  write(pen, card)
}

interface Pen {
  readonly context: CanvasRenderingContext2D
  y: number
}

function write(pen: Pen, { title: heading, hops, facts }: Card): void {
  const { context } = pen
  context.textBaseline = 'alphabetic'
  context.textAlign = 'left'
  pen.y = margin + 20
  writeLines(pen, { text: heading, font: title, colour: ink, left: margin, high: 34 })
  writeHops(pen, hops)
  for (const { what, is } of facts) {
    context.font = bold
    context.fillStyle = soft
    context.fillText(what, margin, pen.y)
    writeLines(pen, { text: is, font: plain, colour: ink, left: margin + labelWidth, high: lineHeight })
    pen.y += 4
  }
  pen.y -= lineHeight
}

function writeHops(pen: Pen, hops: Card['hops']): void {
  const { context } = pen
  const step = textWidth / hops.length
  const y = pen.y + 12
  context.strokeStyle = colours.unknown
  context.lineWidth = 2
  context.beginPath()
  context.moveTo(margin + step / 2, y)
  context.lineTo(width - margin - step / 2, y)
  context.stroke()
  hops.forEach(({ name, state }, index) => {
    const x = margin + step * (index + 0.5)
    drawMark(context, state, { x, y })
    context.font = small
    context.fillStyle = state === 'broken' ? colours.broken : ink
    context.textAlign = 'center'
    context.fillText(name, x, y + 34)
  })
  context.textAlign = 'left'
  pen.y = y + 76
}

/** A tick, a cross or a ring: never the colour alone. */
function drawMark(
  context: CanvasRenderingContext2D,
  state: HopState,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  context.fillStyle = state === 'unknown' ? paper : colours[state]
  context.strokeStyle = colours[state]
  context.lineWidth = 2
  context.beginPath()
  context.arc(x, y, 12, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
  if (state === 'unknown') return
  context.strokeStyle = paper
  context.beginPath()
  if (state === 'well') {
    context.moveTo(x - 5, y)
    context.lineTo(x - 1, y + 4)
    context.lineTo(x + 6, y - 5)
  } else {
    context.moveTo(x - 5, y - 5)
    context.lineTo(x + 5, y + 5)
    context.moveTo(x + 5, y - 5)
    context.lineTo(x - 5, y + 5)
  }
  context.stroke()
}

interface Writing {
  readonly text: string
  readonly font: string
  readonly colour: string
  readonly left: number
  readonly high: number
}

function writeLines(pen: Pen, { text, font, colour, left, high }: Writing): void {
  const { context } = pen
  context.font = font
  context.fillStyle = colour
  for (const line of broken(context, text, width - margin - left)) {
    context.fillText(line, left, pen.y)
    pen.y += high
  }
}

/** Breaks a text into lines: between words, and within one that is longer than a line. */
function broken(context: CanvasRenderingContext2D, text: string, room: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.split(/(?<=\s)/)) {
    for (const part of context.measureText(piece).width > room ? piece : [piece]) {
      if (line !== '' && context.measureText((line + part).trimEnd()).width > room) {
        lines.push(line.trimEnd())
        line = ''
      }
      line += part
    }
  }
  return [...lines, line.trimEnd()]
}

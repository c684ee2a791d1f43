import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { encode } from 'uqr'

export interface QrCodeProps {
  readonly text: string
  /** What it is, for whoever cannot see it. */
  readonly says: string
}

/** A code for a camera: dark on light whatever the theme, for cameras want it so. */
export function QrCode({ text, says }: QrCodeProps): JSX.Element {
  const { size, path } = useMemo(() => drawn(text), [text])
  return (
    <svg class="qr" role="img" aria-label={says} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function drawn(text: string): { readonly size: number; readonly path: string } {
  // Four modules of light around it, by the standard (ISO/IEC 18004): without them cameras do not find it.
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const cells = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size, path: cells.join('') }
}

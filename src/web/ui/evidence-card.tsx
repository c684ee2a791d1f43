import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Bundle } from '#protocol/bundle.ts'
import type { Support } from '../state/support.ts'
import { cardOf, hopWords, type Card } from '../support/card.ts'
import { drawCard } from '../support/draw-card.ts'

export interface EvidenceCardProps {
  readonly support: Support
  readonly bundle: Bundle
}

/** The fault as a picture, for where only pictures are read. It is drawn from the bundle, so nothing else can be on it. */
export function EvidenceCard({ support, bundle }: EvidenceCardProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const card = useMemo(() => cardOf(bundle), [bundle])
  useEffect(() => {
    if (canvas.current !== null) drawCard(canvas.current, card)
  }, [card])
  const take = (): void => canvas.current?.toBlob((picture) => picture !== null && void support.takePicture(picture))
  return (
    <section class="card" aria-labelledby="picture-title">
      <h2 id="picture-title">As a picture</h2>
      <p>For a chat or a forum, better than a screenshot: nothing of your story is on it.</p>
      <canvas class="picture" ref={canvas} role="img" aria-label={inWords(card)} />
      <p>
        <button type="button" class="button" onClick={take}>
          Copy the picture
        </button>
      </p>
    </section>
  )
}

function inWords({ title, hops, facts }: Card): string {
  const way = hops.map(({ name, state }) => `${name}: ${hopWords[state]}`).join(', ')
  return [title, way, ...facts.map(({ what, is }) => `${what}: ${is}`)].join('. ')
}

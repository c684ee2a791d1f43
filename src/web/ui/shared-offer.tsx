import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { App } from '../state/app.ts'
import { generatorsPath } from '../state/route.ts'
import type { BroughtIn } from '../workshop/files.ts'
import { generatorIn } from '../workshop/shared-link.ts'
import { untitled } from './chat-list.tsx'

export interface SharedOfferProps {
  readonly app: App
  readonly onTake: (generator: BroughtIn) => void
}

/** What a link has brought: shown as text, and neither rolled nor kept before somebody takes it. */
export function SharedOffer({ app, onTake }: SharedOfferProps): JSX.Element | null {
  const shared = useSignal<BroughtIn | 'broken' | null>(null)
  useEffect(() => {
    const look = async (): Promise<void> => {
      const { hash } = location
      // The way past the list of chats is no generator.
      if (hash === '' || hash === '#content') return
      shared.value = (await generatorIn(hash)) ?? 'broken'
    }
    void look()
    const onChange = (): void => void look()
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  const leave = (): void => {
    shared.value = null
    app.router.replace(generatorsPath)
  }
  if (shared.value === null) return null
  if (shared.value === 'broken')
    return (
      <p class="problem" role="alert">
        There is no whole generator in this link: it was cut or changed on its way. Ask for a file instead.
      </p>
    )
  const { name, text } = shared.value
  return (
    <section class="card" aria-labelledby="shared-title">
      <h2 id="shared-title">This link brings a generator: {name.trim() === '' ? untitled : name}</h2>
      <pre class="preview" tabIndex={0} role="region" aria-label="Its text">
        {text}
      </pre>
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={() => onTake({ name, text })}>
          Take it into your list
        </button>
        <button type="button" class="button" onClick={leave}>
          Leave it
        </button>
      </div>
    </section>
  )
}

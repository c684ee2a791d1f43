import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { App } from '../state/app.ts'
import { blankPagePath, generatorPath } from '../state/route.ts'
import { browserHanding } from '../support/browser.ts'
import type { PromptBuilding, PromptVariant } from '../workshop/prompt-building.ts'
import { promptOf, promptParts } from '../workshop/prompt.ts'

export interface PromptVariantsProps {
  readonly app: App
  readonly building: PromptBuilding
  readonly onClose: () => void
  readonly onTake: ((prompt: string) => void) | undefined
}

/** The prompts that came out, side by side. */
export function PromptVariants(props: PromptVariantsProps): JSX.Element {
  const { building } = props
  const told = useSignal('')
  return (
    <section aria-labelledby="variants-title" aria-busy={building.isRolling.value}>
      <h3 id="variants-title">{building.variants.value.length > 0 ? 'Choose one' : 'What comes out stands here'}</h3>
      {building.trouble.value !== '' && (
        <p class="problem" role="alert">
          {building.trouble.value}
        </p>
      )}
      <p role="status" class="handed field-note">
        {told.value}
      </p>
      <ol class="variants-beside">
        {building.variants.value.map((variant, place) => (
          <Variant key={place} {...props} variant={variant} place={place} onTold={(words) => (told.value = words)} />
        ))}
      </ol>
    </section>
  )
}

interface VariantProps extends PromptVariantsProps {
  readonly variant: PromptVariant
  readonly place: number
  readonly onTold: (words: string) => void
}

function Variant({ app, building, onClose, onTake, variant, place, onTold }: VariantProps): JSX.Element {
  const text = promptOf(variant.parts)
  const take = (): void => {
    onClose()
    if (onTake !== undefined) return onTake(text)
    app.composing.draft(null).giveBack(text)
    app.router.go(blankPagePath)
  }
  const copy = async (): Promise<void> =>
    onTold(
      (await browserHanding.copyText(text))
        ? 'Copied.'
        : 'Your browser lets this page copy nothing. Mark the text and copy it yourself.',
    )
  const open = (): void => {
    onClose()
    app.router.go(generatorPath(building.openAsGenerator(variant)))
  }
  return (
    <li class="card" aria-label={`Prompt ${place + 1}`}>
      {promptParts.map((part) => {
        const rolled = variant.parts[part]
        if (rolled === undefined) return null
        const isKept = building.kept.value[part] === rolled
        return (
          <div key={part} class="variant-part">
            <p class="rolled" dir="auto">
              {part !== 'subject' && <span class="field-note">{part}: </span>}
              {rolled}
            </p>
            <button
              type="button"
              class="quiet-button"
              aria-pressed={isKept}
              onClick={() => (isKept ? building.letGo(part) : building.keep(part, rolled))}
            >
              Keep
              <span class="unseen">
                {' '}
                the {part} of prompt {place + 1}
              </span>
            </button>
          </div>
        )
      })}
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={take}>
          Put into the box
        </button>
        <button type="button" class="button" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" class="link-button" onClick={open}>
          Open in the workshop
        </button>
        <span class="field-note">Seed {variant.seed}</span>
      </div>
    </li>
  )
}

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { App } from '../state/app.ts'
import type { PromptBuilding } from '../workshop/prompt-building.ts'
import { promptParts, type PromptPart } from '../workshop/prompt.ts'
import { Dialog } from './dialog.tsx'
import { LaterStyle } from './later-style.tsx'
import { PromptVariants } from './prompt-variants.tsx'

export interface PromptBuilderProps {
  readonly app: App
  readonly onClose: () => void
  /** Takes a prompt; without it, a new chat does. */
  readonly onTake?: ((prompt: string) => void) | undefined
}

/** Makes prompts of a subject, a style, a mood and constraints: several at a time, to choose from. */
export function PromptBuilder({ app, onClose, onTake }: PromptBuilderProps): JSX.Element {
  const { part, hasFailed } = app.workshop
  useEffect(() => void app.workshop.come(), [app])
  const all = part.value?.generators.all.value ?? null
  return (
    <Dialog title="Build a prompt" class="wide" onClose={onClose}>
      <LaterStyle />
      {hasFailed.value && <p role="alert">This part of the page did not come. Load the page anew.</p>}
      {part.value !== null && all !== null && <Building {...{ app, onClose, onTake }} building={part.value.prompt} />}
    </Dialog>
  )
}

interface BuildingProps extends PromptBuilderProps {
  readonly building: PromptBuilding
}

function Building({ app, building, onClose, onTake }: BuildingProps): JSX.Element {
  useEffect(() => building.start(), [building])
  const isEmpty = promptParts.every((part) => building.draft(part).text.value.trim() === '')
  return (
    <div class="prompt">
      <div class="fields">
        <p>
          Any part may hold what a generator may: <code>{'{one|the other}'}</code>, <code>{'{2-5}'}</code>, and{' '}
          <code>[name]</code> for one of your generators or of ours.
        </p>
        {promptParts.map((part) => (
          <PartField key={part} part={part} building={building} />
        ))}
        <div class="dialog-actions">
          <button type="button" class="button primary" aria-disabled={isEmpty} onClick={() => building.again()}>
            Roll again
          </button>
          <button type="button" class="button" onClick={() => building.fill()}>
            Fill what is empty
          </button>
        </div>
      </div>
      <PromptVariants {...{ app, building, onClose, onTake }} />
    </div>
  )
}

const labels: Readonly<Record<PromptPart, string>> = {
  subject: 'Subject',
  style: 'Style',
  mood: 'Mood',
  constraints: 'Constraints',
}

interface PartFieldProps {
  readonly part: PromptPart
  readonly building: PromptBuilding
}

function PartField({ part, building }: PartFieldProps): JSX.Element {
  const draft = building.draft(part)
  const kept = building.kept.value[part]
  return (
    <div>
      <label class="field">
        {labels[part]}
        <textarea
          rows={part === 'subject' ? 3 : 2}
          value={draft.text.value}
          dir="auto"
          onInput={({ currentTarget }) => draft.write(currentTarget.value)}
        />
      </label>
      {kept !== undefined && (
        <p class="field-note">
          Kept: “{kept}”.{' '}
          <button type="button" class="link-button" onClick={() => building.letGo(part)}>
            Roll it again<span class="unseen">: {labels[part]}</span>
          </button>
        </p>
      )}
    </div>
  )
}

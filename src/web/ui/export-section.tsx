import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Exporting } from '../archive/exporting.ts'
import type { App } from '../state/app.ts'
import { untitled } from './chat-list.tsx'
import { ExportForm } from './export-form.tsx'

export interface ExportSectionProps {
  readonly app: App
  readonly makeExporting: () => Exporting
}

/** Takes all chats away, or some of them. */
export function ExportSection({ app, makeExporting }: ExportSectionProps): JSX.Element {
  const isChoosing = useSignal(false)
  const chosen = useSignal<ReadonlySet<string>>(new Set())
  const choose = (id: string, isWanted: boolean): void => {
    const ids = new Set(chosen.value)
    if (isWanted) ids.add(id)
    else ids.delete(id)
    chosen.value = ids
  }
  const some = chosen.value.size === 0 ? null : [...chosen.value]
  return (
    <section class="card" aria-labelledby="export-title">
      <h2 id="export-title">Take your stories away</h2>
      <p>A file with your chats, to keep where you like or to bring to another Holdfast.</p>
      <fieldset class="choice">
        <legend class="unseen">Which chats</legend>
        <label class="radio">
          <input type="radio" name="which" checked={!isChoosing.value} onChange={() => (isChoosing.value = false)} />
          All chats
        </label>
        <label class="radio">
          <input type="radio" name="which" checked={isChoosing.value} onChange={() => (isChoosing.value = true)} />
          Some of them
        </label>
      </fieldset>
      {isChoosing.value && (
        <ul class="chosen-chats" aria-label="Chats to take away">
          {app.chats.list.value?.map(({ id, title }) => (
            <li key={id}>
              <label class="radio">
                <input
                  type="checkbox"
                  checked={chosen.value.has(id)}
                  onChange={({ currentTarget }) => choose(id, currentTarget.checked)}
                />
                {title ?? untitled}
              </label>
            </li>
          ))}
        </ul>
      )}
      <ExportForm makeExporting={makeExporting} chats={isChoosing.value ? some : undefined} />
    </section>
  )
}

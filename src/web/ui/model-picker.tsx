import type { JSX } from 'preact'
import { narratorName, type BackendInfo } from '#protocol/backends.ts'
import type { App } from '../state/app.ts'
import { Icon } from './icons.tsx'

/** Which model writes the next reply, and the way to connect another. */
export function ModelPicker({ app }: { readonly app: App }): JSX.Element {
  const { list, next } = app.backends
  const backends = list.value?.backends ?? []
  return (
    <div class="models">
      {backends.length > 0 && (
        <select
          class="model-select"
          aria-label="Model"
          value={next.value?.name}
          onChange={({ currentTarget }) => app.backends.pick(currentTarget.value)}
        >
          {backends.map((backend) => (
            <option key={backend.name} value={backend.name}>
              {modelName(backend)}
            </option>
          ))}
        </select>
      )}
      <button type="button" class="quiet-button" onClick={() => (app.isConnecting.value = true)}>
        <Icon name="plug" /> <span class={next.value?.label === null ? 'wide-only' : ''}>Connect a model</span>
      </button>
    </div>
  )
}

/** What a model is called on the page. */
export function modelName({ name, kind, model }: BackendInfo): string {
  if (name === narratorName || kind === 'narrator') return 'Practice narrator'
  return name === model ? name : `${model} (${name})`
}

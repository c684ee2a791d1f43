import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { BackendInfo, NewBackend } from '#protocol/backends.ts'
import type { Problem } from '#protocol/problem.ts'
import type { App } from '../state/app.ts'
import { Dialog } from './dialog.tsx'
import { KeptField } from './kept-field.tsx'
import { LaterStyle } from './later-style.tsx'
import { modelName } from './model-picker.tsx'
import { ProblemNote } from './problem-note.tsx'
import { connectingWords } from './connecting-words.ts'

interface ConnectDialogProps {
  readonly app: App
  readonly onClose: () => void
}

const places = 'connect:'

/** The card for connecting a model: by address and key, or a file on the server's machine. */
export function ConnectDialog({ app, onClose }: ConnectDialogProps): JSX.Element {
  const kind = useSignal<'address' | 'file'>('address')
  const problem = useSignal<Problem | null>(null)
  const isTrying = useSignal(false)
  const attempt = async (run: () => Promise<Problem | null>): Promise<boolean> => {
    isTrying.value = true
    problem.value = await run()
    isTrying.value = false
    return problem.value === null
  }
  const connect = async (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault()
    const backend = backendIn(new FormData(event.currentTarget))
    if (!(await attempt(() => app.backends.connect(backend)))) return
    for (const place of app.drafts.places(places)) app.drafts.of(place).write('')
    onClose()
  }
  return (
    <Dialog title="Connect a model" onClose={onClose}>
      <LaterStyle />
      <p>
        Any server that speaks the OpenAI API will do: Ollama, llama.cpp, LM Studio, vLLM, KoboldCpp, or a service with
        a key.
      </p>
      <form class="fields" onSubmit={(event) => void connect(event)}>
        <fieldset class="choice">
          <legend class="unseen">How</legend>
          <Choice kind={kind} value="address" label="An address" />
          <Choice kind={kind} value="file" label="A model file" />
        </fieldset>
        {kind.value === 'address' ? <AddressFields app={app} /> : <FileFields app={app} />}
        {problem.value !== null && <ProblemNote problem={connectingWords(problem.value)} />}
        <div class="dialog-actions">
          <button type="submit" class="button primary" disabled={isTrying.value}>
            {isTrying.value ? 'Connecting…' : 'Connect'}
          </button>
          <button
            type="button"
            class="button"
            disabled={isTrying.value}
            onClick={() => void attempt(() => app.backends.look())}
          >
            Look again on this machine
          </button>
        </div>
      </form>
      <Known app={app} onForget={(name) => void attempt(() => app.backends.disconnect(name))} />
    </Dialog>
  )
}

interface ChoiceProps {
  readonly kind: Signal<'address' | 'file'>
  readonly value: 'address' | 'file'
  readonly label: string
}

function Choice({ kind, value, label }: ChoiceProps): JSX.Element {
  return (
    <label class="radio">
      <input type="radio" name="kind" checked={kind.value === value} onChange={() => (kind.value = value)} /> {label}
    </label>
  )
}

type FieldsProps = Pick<ConnectDialogProps, 'app'>

function AddressFields({ app: { drafts } }: FieldsProps): JSX.Element {
  return (
    <>
      <KeptField
        name="baseURL"
        draft={drafts.of(`${places}address`)}
        label="Address"
        note="usually ends in /v1"
        mayKeep={hasNoKey}
        type="url"
        required
        placeholder="http://127.0.0.1:11434/v1"
      />
      <label class="field">
        Key <span class="field-note">if it wants one; stays on the server</span>
        <input name="apiKey" type="password" autocomplete="off" />
      </label>
      <KeptField
        name="model"
        draft={drafts.of(`${places}model`)}
        label="Model"
        note="left empty: every model it lists"
        type="text"
      />
    </>
  )
}

function FileFields({ app: { drafts } }: FieldsProps): JSX.Element {
  return (
    <KeptField
      name="file"
      draft={drafts.of(`${places}file`)}
      label="Path of a .gguf file"
      note="on the machine where the server runs"
      type="text"
      required
      placeholder="/home/you/models/story.gguf"
    />
  )
}

/** What is kept in the browser is kept in the clear, and an address may carry a key before its host or in its query. */
function hasNoKey(address: string): boolean {
  return !/[@?#]/.test(address)
}

function Known({ app, onForget }: { readonly app: App; readonly onForget: (name: string) => void }): JSX.Element {
  const list = app.backends.list.value
  return (
    <section class="known" aria-label="Models that can write now">
      <h3>Models that can write now</h3>
      {list?.looking === true && <p role="status">Looking for model servers on this machine…</p>}
      <ul>
        {list?.backends.map((backend) => (
          <li key={backend.name}>
            {backend.label === null && <span>{modelName(backend)}</span>}
            <span class="field-note">{backend.label ?? `${sourceWords[backend.source]}, ${backend.at}`}</span>
            {backend.source === 'connected' && (
              <button type="button" class="link-button" onClick={() => onForget(backend.name)}>
                Disconnect {modelName(backend)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const sourceWords: Record<BackendInfo['source'], string> = {
  configured: 'set by the operator',
  connected: 'connected by you',
  found: 'found on this machine',
  'built-in': 'built in',
}

function backendIn(form: FormData): NewBackend {
  const field = (name: string): string => {
    const value = form.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  if (form.has('file')) return { file: field('file') }
  const [apiKey, model] = [field('apiKey'), field('model')]
  return {
    baseURL: field('baseURL'),
    ...(apiKey === '' ? {} : { apiKey }),
    ...(model === '' ? {} : { model }),
  }
}

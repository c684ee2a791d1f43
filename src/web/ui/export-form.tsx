import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { exportFormats, type NewExport } from '#protocol/imports.ts'
import type { Exporting, ExportStage } from '../archive/exporting.ts'
import { awayWords, formats, isArchive, passphraseFault } from './archive-wording.ts'
import { ProblemNote } from './problem-note.tsx'
import { sizeWords } from './size-words.ts'

export interface ExportFormProps {
  readonly makeExporting: () => Exporting
  /** Which chats; undefined for all. Null: none is chosen yet. */
  readonly chats: readonly string[] | undefined | null
}

/** In which form to save, with or without a passphrase, and what becomes of it. */
export function ExportForm({ makeExporting, chats }: ExportFormProps): JSX.Element {
  const exporting = useMemo(makeExporting, [])
  const format = useSignal<NonNullable<NewExport['format']>>('zip')
  const fault = useSignal<string | null>(null)
  const save = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const passphrase = isArchive(format.value) ? textIn(fields, 'passphrase') : ''
    fault.value = passphraseFault(passphrase, isArchive(format.value) ? textIn(fields, 'again') : '')
    if (fault.value !== null || chats === null) return
    void exporting.save({
      format: format.value,
      ...(chats !== undefined && { chats: [...chats] }),
      ...(passphrase !== '' && { passphrase }),
    })
  }
  const isBusy = exporting.stage.value.at === 'ordering' || exporting.stage.value.at === 'saving'
  return (
    <form class="fields" onSubmit={save}>
      <label class="field">
        Form
        <select
          name="format"
          value={format.value}
          onChange={({ currentTarget }) => {
            format.value = exportFormats.find((known) => known === currentTarget.value) ?? 'zip'
          }}
        >
          {formats.map(({ format: value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <span class="field-note">{formats.find((one) => one.format === format.value)?.use}</span>
      </label>
      {isArchive(format.value) && <PassphraseFields fault={fault.value} />}
      <div class="dialog-actions">
        <button type="submit" class="button primary" disabled={isBusy || chats === null}>
          Save the file
        </button>
      </div>
      <StageNote exporting={exporting} stage={exporting.stage.value} />
    </form>
  )
}

function PassphraseFields({ fault }: { readonly fault: string | null }): JSX.Element {
  return (
    <details>
      <summary>Seal it with a passphrase</summary>
      <div class="fields">
        <p class="field-note">
          Whoever finds the file cannot read it without the passphrase, and neither can you: it is kept nowhere, and
          nobody can bring it back. Write it down, or let your browser remember it.
        </p>
        <label class="field">
          Passphrase
          <input name="passphrase" type="password" autocomplete="new-password" />
        </label>
        <label class="field">
          The same again
          <input name="again" type="password" autocomplete="new-password" aria-invalid={fault !== null} />
        </label>
        {fault !== null && <p role="alert">{fault}</p>}
      </div>
    </details>
  )
}

/** Where the file is. */
function StageNote({ exporting, stage }: { readonly exporting: Exporting; readonly stage: ExportStage }) {
  switch (stage.at) {
    case 'none':
      return null
    case 'ordering':
      return <p role="status">Asking the server for it…</p>
    case 'saving':
      return (
        <p role="status">
          Your browser is saving it: {sizeWords(stage.sentBytes)} so far. How much it will be shows when it is through.
        </p>
      )
    case 'saved':
      return <p role="status">{savedWords(stage)}</p>
    case 'broken':
      return (
        <p role="alert">
          The file was cut off on its way, so what your browser has saved of it is not whole. Your stories are
          untouched: save the file again.
        </p>
      )
    case 'refused':
      return <ProblemNote problem={stage.problem} />
    case 'away':
      return (
        <ProblemNote problem={awayWords(stage.problem, stage.isHereToo)}>
          {stage.isHereToo && (
            <button type="button" class="button" onClick={() => void exporting.saveFromDevice()}>
              Save what this device has
            </button>
          )}
        </ProblemNote>
      )
  }
}

function savedWords({ from, sizeBytes }: ExportStage & { readonly at: 'saved' }): string {
  if (from === 'server')
    return `All of it has gone out to your browser: ${sizeWords(sizeBytes)}. Look where it saves files.`
  return `Your browser is saving what this device has: ${sizeWords(sizeBytes)}, as an archive without a passphrase. It holds the chats that were opened here, as far as they were read. The server has more.`
}

function textIn(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}

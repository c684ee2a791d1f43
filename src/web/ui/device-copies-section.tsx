import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { DeviceCopies } from '../device-backups/device-copies.ts'
import { lastCopy, type CopySettings, type Rhythm } from '../device-backups/settings.ts'
import { copyWords, rhythms, rhythmWords } from './copy-wording.ts'
import { CopyTroubleNote } from './copy-trouble.tsx'

/** Copies of all stories on this device, made by themselves. */
export function DeviceCopiesSection({ deviceCopies }: { readonly deviceCopies: DeviceCopies }): JSX.Element {
  const { settings, trouble } = deviceCopies
  return (
    <section class="card" aria-labelledby="copies-title">
      <h2 id="copies-title">Copies on this device</h2>
      {settings.value === null && <Offer deviceCopies={deviceCopies} />}
      {settings.value && <Going deviceCopies={deviceCopies} settings={settings.value} />}
      {trouble.value !== null && <CopyTroubleNote deviceCopies={deviceCopies} trouble={trouble.value} />}
    </section>
  )
}

function Offer({ deviceCopies }: { readonly deviceCopies: DeviceCopies }): JSX.Element {
  const rhythm = useSignal<Rhythm>('daily')
  return (
    <>
      <p>
        {deviceCopies.canPick
          ? 'All your stories, copied into a folder of your choice by themselves while this page is open. The last seven copies are kept, and each is read back and checked.'
          : 'This browser lets no page write into a folder. Instead you can be reminded, quietly and with one button, to save a copy.'}
      </p>
      <RhythmChoice rhythm={rhythm.value} onChange={(wanted) => (rhythm.value = wanted)} />
      <p class="field-note">
        Whoever can read the folder can read the stories. For a copy that is sealed with a passphrase, save one above.
      </p>
      <div class="dialog-actions">
        {deviceCopies.canPick && (
          <button type="button" class="button primary" onClick={() => void deviceCopies.useFolder(rhythm.value)}>
            Pick a folder…
          </button>
        )}
        <button
          type="button"
          class={deviceCopies.canPick ? 'button' : 'button primary'}
          onClick={() => void deviceCopies.useReminder(rhythm.value)}
        >
          Remind me to save a file
        </button>
      </div>
    </>
  )
}

interface GoingProps {
  readonly deviceCopies: DeviceCopies
  readonly settings: CopySettings
}

function Going({ deviceCopies, settings }: GoingProps): JSX.Element {
  const last = lastCopy(settings)
  const isFolder = settings.way === 'folder'
  return (
    <>
      <p>
        {isFolder
          ? `Copies go into the folder “${deviceCopies.folderName.value ?? ''}”, ${rhythmWords(settings.rhythm)}, while this page is open.`
          : `You are reminded ${rhythmWords(settings.rhythm)} to save a copy.`}
      </p>
      <p>{last === null ? 'There is no copy yet.' : copyWords(last, deviceCopies.now())}</p>
      <RhythmChoice rhythm={settings.rhythm} onChange={(wanted) => void deviceCopies.setRhythm(wanted)} />
      <div class="dialog-actions">
        <button
          type="button"
          class="button primary"
          disabled={deviceCopies.isCopying.value}
          onClick={() => void deviceCopies.copyNow()}
        >
          {isFolder ? 'Copy now' : 'Save a copy now'}
        </button>
        {deviceCopies.canPick && (
          <button type="button" class="button" onClick={() => void deviceCopies.useFolder(settings.rhythm)}>
            {isFolder ? 'Another folder…' : 'Use a folder…'}
          </button>
        )}
        <button type="button" class="button" onClick={() => void deviceCopies.stop()}>
          {isFolder ? 'No more copies' : 'No more reminders'}
        </button>
      </div>
      {deviceCopies.isCopying.value && <p role="status">Copying…</p>}
    </>
  )
}

interface RhythmChoiceProps {
  readonly rhythm: Rhythm
  readonly onChange: (rhythm: Rhythm) => void
}

function RhythmChoice({ rhythm, onChange }: RhythmChoiceProps): JSX.Element {
  return (
    <fieldset class="choice">
      <legend class="unseen">How often</legend>
      {rhythms.map((one) => (
        <label key={rhythmWords(one)} class="radio">
          <input
            type="radio"
            name="rhythm"
            checked={rhythmWords(one) === rhythmWords(rhythm)}
            onChange={() => onChange(one)}
          />
          {rhythmWords(one)}
        </label>
      ))}
    </fieldset>
  )
}

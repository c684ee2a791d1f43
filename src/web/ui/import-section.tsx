import type { JSX } from 'preact'
import type { Import, ImportCounts } from '#protocol/imports.ts'
import type { Importing, ImportStage } from '../archive/importing.ts'
import type { App } from '../state/app.ts'
import { ImportReportNote } from './import-report.tsx'
import { ProblemNote } from './problem-note.tsx'
import { QuietLine } from './quiet-line.tsx'
import { count, sizeWords } from './size-words.ts'
import { storeWords } from './wording.ts'

export interface ImportSectionProps {
  readonly app: App
  readonly importing: Importing
}

/** Brings stories back from a file that Holdfast has made. */
export function ImportSection({ app, importing }: ImportSectionProps): JSX.Element {
  const { stage, trouble, notRemembered } = importing
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    const file = event.dataTransfer?.files[0]
    if (file !== undefined && takesFile(stage.peek())) void importing.choose(file)
  }
  return (
    <section class="card" aria-labelledby="import-title" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <h2 id="import-title">Bring stories back</h2>
      <p>
        From a file that Holdfast has exported. What is here already is not taken twice, and nothing here is ever
        replaced.
      </p>
      <Stage app={app} importing={importing} stage={stage.value} />
      {trouble.value !== null && (
        <QuietLine
          what={trouble.value.title}
          side={trouble.value.side}
          next="It goes on by itself from where it is."
          isTentative
        />
      )}
      {notRemembered.value !== null && (
        <p role="status">
          {storeWords(notRemembered.value)}: if this page is closed, the import has to be begun again.
        </p>
      )}
    </section>
  )
}

function takesFile({ at }: ImportStage): boolean {
  return at === 'none' || at === 'file-wanted'
}

function Stage({ app, importing, stage }: ImportSectionProps & { readonly stage: ImportStage }): JSX.Element {
  switch (stage.at) {
    case 'none':
      return <FilePicker importing={importing} label="Choose a file" />
    case 'file-wanted':
      return <FileWanted importing={importing} stage={stage} />
    case 'sending':
      return <Sending importing={importing} stage={stage} />
    case 'reading':
      return <Reading state={stage.state} />
    case 'sealed':
      return <Sealed importing={importing} isWrong={stage.isWrong} />
    case 'stopped':
      return <Stopped app={app} importing={importing} stage={stage} />
    case 'over':
      return (
        <>
          <ImportReportNote app={app} report={stage.report} />
          <Leave importing={importing} label="Done" />
        </>
      )
    case 'refused':
      return (
        <ProblemNote problem={stage.problem}>
          <Leave importing={importing} label="Choose another file" />
        </ProblemNote>
      )
  }
}

interface StageProps<At extends ImportStage['at']> {
  readonly importing: Importing
  readonly stage: ImportStage & { readonly at: At }
}

function FilePicker({ importing, label }: { readonly importing: Importing; readonly label: string }): JSX.Element {
  return (
    <label class="field">
      {label}
      <input
        type="file"
        accept=".zip,.jsonl,.holdfast"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file !== undefined) void importing.choose(file)
        }}
      />
      <span class="field-note">A .zip, .jsonl or .holdfast file. You can also drop it here.</span>
    </label>
  )
}

function FileWanted({ importing, stage }: StageProps<'file-wanted'>): JSX.Element {
  const { fileName = '', sizeBytes = 0 } = importing.file.value ?? {}
  return (
    <>
      <p role="status">
        {stage.isAnother
          ? `That is another file than “${fileName}”, or it was changed since.`
          : `“${fileName}” was on its way: ${sizeWords(stage.sentBytes)} of ${sizeWords(sizeBytes)} are on the server.`}{' '}
        A page may not open your files by itself: choose the same file again, and it goes on from there.
      </p>
      <FilePicker importing={importing} label="The same file again" />
      <Leave importing={importing} label="Give this import up" />
    </>
  )
}

function Sending({ importing, stage: { sentBytes } }: StageProps<'sending'>): JSX.Element {
  const { fileName = '', sizeBytes = 0 } = importing.file.value ?? {}
  return (
    <>
      <label class="field">
        Sending “{fileName}” to the server
        <progress max={Math.max(1, sizeBytes)} value={sentBytes} />
        <span class="field-note">
          {sizeWords(sentBytes)} of {sizeWords(sizeBytes)}
        </span>
      </label>
      <Leave importing={importing} label="Give this import up" />
    </>
  )
}

function Reading({ state: { readBytes, receivedBytes, report } }: { readonly state: Import }): JSX.Element {
  const { chats, messages } = report
  const howMany = (of: ImportCounts): number => of.taken + of.here + of.differing
  return (
    <label class="field">
      The server takes it in
      <progress max={Math.max(1, receivedBytes)} value={readBytes} />
      <span class="field-note">
        {sizeWords(readBytes)} of {sizeWords(receivedBytes)}: {count(howMany(chats), 'chat')} and{' '}
        {count(howMany(messages), 'message')} so far. This page may be closed meanwhile.
      </span>
    </label>
  )
}

function Sealed({ importing, isWrong }: { readonly importing: Importing; readonly isWrong: boolean }): JSX.Element {
  const goOn = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const passphrase = new FormData(event.currentTarget).get('passphrase')
    if (typeof passphrase === 'string') void importing.goOn(passphrase)
  }
  return (
    <form class="fields" onSubmit={goOn}>
      <p role={isWrong ? 'alert' : 'status'}>
        {isWrong
          ? 'That passphrase does not open the file. Mind capitals and the layout of the keyboard.'
          : 'The file is sealed: only the passphrase that it was made with opens it.'}
      </p>
      <label class="field">
        Passphrase
        <input name="passphrase" type="password" autocomplete="off" required aria-invalid={isWrong} />
      </label>
      <div class="dialog-actions">
        <button type="submit" class="button primary">
          Open it
        </button>
        <Leave importing={importing} label="Give this import up" />
      </div>
    </form>
  )
}

function Stopped({ app, importing, stage }: StageProps<'stopped'> & { readonly app: App }): JSX.Element {
  const { fault, report, canGoOn } = stage
  return (
    <>
      <ProblemNote problem={fault}>
        {canGoOn && (
          <button type="button" class="button" onClick={() => void importing.goOn()}>
            Go on
          </button>
        )}
        <Leave importing={importing} label="Choose another file" />
      </ProblemNote>
      {report.messages.taken + report.chats.taken > 0 && <ImportReportNote app={app} report={report} />}
    </>
  )
}

function Leave({ importing, label }: { readonly importing: Importing; readonly label: string }): JSX.Element {
  return (
    <button type="button" class="button" onClick={() => void importing.leave()}>
      {label}
    </button>
  )
}

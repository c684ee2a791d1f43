import type { JSX } from 'preact'
import type { CopyTrouble, DeviceCopies } from '../device-backups/device-copies.ts'
import { failureWords } from './copy-wording.ts'
import { ProblemNote } from './problem-note.tsx'
import { storeWords } from './wording.ts'

export interface CopyTroubleProps {
  readonly deviceCopies: DeviceCopies
  readonly trouble: CopyTrouble
}

/** Why there is no newer copy, and the way to one. */
export function CopyTroubleNote({ deviceCopies, trouble }: CopyTroubleProps): JSX.Element {
  switch (trouble.kind) {
    case 'ask-again':
      return <AskAgain deviceCopies={deviceCopies} trouble={trouble} />
    case 'no-folder':
      return <p role="alert">The browser has forgotten the folder. Pick it again; the copies in it are still there.</p>
    case 'failed':
      return (
        <div class="problem" role="alert">
          <p class="problem-title">No copy was made</p>
          <p>{failureWords[trouble.failure.kind]}</p>
          <p class="because">{trouble.failure.because}</p>
        </div>
      )
    case 'away':
      return <ProblemNote problem={trouble.problem} />
    case 'store':
      return <p role="alert">{storeWords(trouble.failure)}: what you chose here is not remembered.</p>
  }
}

function AskAgain({
  deviceCopies,
  trouble,
}: {
  readonly deviceCopies: DeviceCopies
  readonly trouble: AskAgainTrouble
}) {
  return (
    <div class="problem" role="alert">
      <p class="problem-title">A copy is due, and waits for your word</p>
      <p>
        {trouble.isDenied
          ? `You, or your browser's settings, have said that this page may not write into “${trouble.folder}”. Allow it there, or pick another folder.`
          : `Your browser wants to ask you again before this page writes into “${trouble.folder}”.`}
      </p>
      <div class="problem-actions">
        <button type="button" class="button" onClick={() => void deviceCopies.askAgain()}>
          Ask me
        </button>
      </div>
    </div>
  )
}

type AskAgainTrouble = CopyTrouble & { readonly kind: 'ask-again' }

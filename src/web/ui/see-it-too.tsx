import type { JSX } from 'preact'
import type { Support } from '../state/support.ts'
import type { PushOutcome } from '../support/push.ts'

/** One tap for those who wait: saying that it fails here too, and being told when it is over. */
export function SeeItToo({ support }: { readonly support: Support }): JSX.Element | null {
  const { what } = support.advice.value
  const [said, pushed] = [support.said.value, support.pushed.value]
  if (what === 'free' && (support.standing.value?.incident ?? null) === null) return null
  return (
    <div class="dialog-actions">
      <button type="button" class="button" onClick={() => void support.saySo()}>
        I see it too
      </button>
      {support.canBePushed && (
        <button type="button" class="button" onClick={() => void support.tellWhenBack()}>
          Tell me when it is back
        </button>
      )}
      <p role="status" class="field-note">
        {said !== null && saidWords(said)} {pushed !== null && pushedWords[pushed]}
      </p>
    </div>
  )
}

function saidWords(people: number): string {
  if (people === 0) return 'The status page does not answer, so that nobody counted it.'
  return people === 1 ? 'Noted: you are the first within an hour.' : `Noted: ${people} people within an hour.`
}

const pushedWords: Readonly<Record<PushOutcome, string>> = {
  told: 'This browser will be told when it is back.',
  denied: 'Your browser does not let this site tell you anything.',
  failed: 'It did not work: the status page or your browser’s push service does not answer.',
}

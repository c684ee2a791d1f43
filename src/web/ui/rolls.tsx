import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { browserHanding } from '../support/browser.ts'
import type { RollAnswer } from '../workshop/roll-order.ts'
import { patienceMs } from '../workshop/roller.ts'
import type { Rolling } from '../workshop/rolling.ts'
import { PlaceOf, type FindingsProps } from './findings.tsx'
import { OddsList } from './odds-list.tsx'
import { Why } from './why.tsx'

export interface RollsProps {
  readonly rolling: Rolling
  readonly onGo: FindingsProps['onGo']
}

/** What a generator gives, beside the text that gives it. */
export function Rolls({ rolling, onGo }: RollsProps): JSX.Element {
  const rolled = rolling.rolled.value
  const copied = useSignal<boolean | null>(null)
  const copy = async (text: string): Promise<void> => void (copied.value = await browserHanding.copyText(text))
  return (
    <section class="card" aria-labelledby="rolls-title">
      <h2 id="rolls-title">What it gives</h2>
      <Asked rolling={rolling} />
      <div class="dialog-actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={rolling.isSeedKept.value}
          onClick={() => rolling.isSeedKept.peek() || rolling.again()}
        >
          Roll again
        </button>
        {typeof rolled === 'object' && rolled !== null && rolled.texts.length > 1 && (
          <button type="button" class="button" onClick={() => void copy(rolled.texts.join('\n'))}>
            Copy all
          </button>
        )}
        <p role="status" class="handed field-note">
          {copied.value === true && 'Copied.'}
          {copied.value === false && 'Your browser lets this page copy nothing. Mark the text and copy it yourself.'}
        </p>
      </div>
      <Results rolling={rolling} onGo={onGo} onCopy={(text) => void copy(text)} />
      {typeof rolled === 'object' && rolled !== null && rolled.odds.length > 0 && (
        <OddsList list={rolling.call.value} odds={rolled.odds} />
      )}
    </section>
  )
}

const counts = [1, 5, 10, 25, 100]

/** How many, of what, and from which seed. */
function Asked({ rolling }: { readonly rolling: Rolling }): JSX.Element {
  const { rolled, call, count, seed, isSeedKept } = rolling
  const lists = typeof rolled.value === 'object' && rolled.value !== null ? rolled.value.lists : []
  // What was chosen stays, also while the text is being changed so that it has no such list.
  const known = call.value === '' || lists.includes(call.value) ? lists : [call.value, ...lists]
  return (
    <div class="asked">
      <label class="field">
        Roll
        <select value={call.value} onChange={({ currentTarget }) => (call.value = currentTarget.value)}>
          <option value="">the generator</option>
          {known.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        How many
        <select
          value={String(count.value)}
          onChange={({ currentTarget }) => (count.value = Number(currentTarget.value))}
        >
          {counts.map((howMany) => (
            <option key={howMany} value={String(howMany)}>
              {howMany}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        Seed
        <input
          type="text"
          value={seed.value}
          maxLength={100}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => rolling.takeSeed(currentTarget.value)}
        />
      </label>
      <label class="radio">
        <input
          type="checkbox"
          checked={isSeedKept.value}
          onChange={({ currentTarget }) => rolling.keepSeed(currentTarget.checked)}
        />
        Keep this seed: the same text gives the same results
      </label>
    </div>
  )
}

function Results({ rolling, onGo, onCopy }: RollsProps & { readonly onCopy: (text: string) => void }): JSX.Element {
  const rolled = rolling.rolled.value
  if (rolled === null) return <p>Rolling…</p>
  if (rolled === 'silent')
    return (
      <Stopped rolling={rolling} what={`There was no result within ${patienceMs / 1_000} s, so the roll was ended.`} />
    )
  if (rolled === 'broken')
    return <Stopped rolling={rolling} what="The part of this page that rolls did not come, or broke." />
  return (
    <div aria-busy={rolling.isRolling.value}>
      <RolledTexts rolling={rolling} answer={rolled} onGo={onGo} onCopy={onCopy} />
      {rolled.fault !== null && (
        <p class="problem" role="alert">
          <PlaceOf finding={rolled.fault} onGo={onGo} /> {rolled.fault.message}
        </p>
      )}
    </div>
  )
}

interface RolledTextsProps extends RollsProps {
  readonly answer: RollAnswer
  readonly onCopy: (text: string) => void
}

function RolledTexts({ rolling, answer, onGo, onCopy }: RolledTextsProps): JSX.Element {
  const { texts, fault } = answer
  return (
    <>
      <ol class="rolls" aria-label="Results">
        {texts.map((text, index) => (
          // Results are told apart by their place: two may be the same text.
          <li key={index}>
            <p class="rolled" dir="auto">
              {text}
            </p>
            <button type="button" class="quiet-button" onClick={() => onCopy(text)}>
              Copy<span class="unseen"> result {index + 1}</span>
            </button>
            <Why rolling={rolling} answer={answer} index={index} onGo={onGo} />
          </li>
        ))}
      </ol>
      {fault === null && texts.length < rolling.count.value && (
        <p class="field-note">These are all that came out in the time that there is.</p>
      )}
    </>
  )
}

function Stopped({ rolling, what }: { readonly rolling: Rolling; readonly what: string }): JSX.Element {
  return (
    <p class="problem" role="alert">
      {what} Your text is untouched.{' '}
      <button type="button" class="link-button" onClick={() => rolling.again()}>
        Try again
      </button>
    </p>
  )
}

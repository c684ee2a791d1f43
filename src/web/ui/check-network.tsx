import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Choice, Choices, type StepProps } from './check-choice.tsx'
import { QrCode } from './qr-code.tsx'

/** The same test on a phone, in the phone's own network: nothing else tells a reader's network from the site. */
export function CheckNetwork({ check }: StepProps): JSX.Element {
  useEffect(() => {
    void check.awaitOther()
    return () => check.leave()
  }, [check])
  const address = check.here.addressFor(check.code)
  return (
    <>
      {address === null ? (
        <p>
          This page’s address leads to this device alone, so another device cannot open it here. If others reach the
          site at another address, open <code>/check</code> there on a phone that is not in this Wi-Fi.
        </p>
      ) : (
        <>
          <p>
            Switch the Wi-Fi of your phone off, so that it uses its own network, and point its camera here. It opens
            this same test, and both results stand on this screen.
          </p>
          <QrCode text={address} says={`A code that opens ${address}`} />
          <p class="field-note check-address">{address}</p>
        </>
      )}
      <Typed check={check} />
      <p>Or say it yourself: what does the phone show?</p>
      <Choices>
        <Choice
          label="The site opens there"
          onClick={() => check.took('network', 'works-there', 'In another network the site opens.')}
        />
        <Choice
          label="It does not open there either"
          onClick={() => check.took('network', 'fails-there', 'In another network the site does not open either.')}
        />
        <Choice label="Skip this" onClick={() => check.took('network', 'skipped', 'Not tried.')} />
      </Choices>
    </>
  )
}

/** For when nothing carries the phone's result here but the person. */
function Typed({ check }: StepProps): JSX.Element {
  const letters = useSignal('')
  const slip = useSignal<string | null>(null)
  const send = (event: Event): void => {
    event.preventDefault()
    slip.value = check.typed(letters.value)
  }
  return (
    <form class="check-typed" onSubmit={send}>
      <label class="field">
        The code on the phone, if it shows one
        <input
          value={letters.value}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={20}
          aria-describedby={slip.value === null ? undefined : 'typed-slip'}
          aria-invalid={slip.value !== null}
          onInput={({ currentTarget }) => (letters.value = currentTarget.value)}
        />
      </label>
      <button type="submit" class="button">
        Compare
      </button>
      {slip.value !== null && (
        <p class="field-note" id="typed-slip" role="alert">
          {slip.value}
        </p>
      )}
    </form>
  )
}

import type { JSX } from 'preact'
import type { StepProps } from './check-choice.tsx'

/** On the device that was taken to another network: what the other screen needs of it. */
export function CheckGuest({ check }: StepProps): JSX.Element | null {
  const code = check.shortCode
  if (code === null || check.isTesting.value) return null
  const isBrought = check.isBrought.value
  return (
    <section class="card" aria-labelledby="guest-title">
      <h2 id="guest-title">For the other screen</h2>
      <div role="status">
        {isBrought === true && (
          <p>It has arrived there: look at the other screen, where both stand beside each other.</p>
        )}
        {isBrought === false && <p>It could not be sent from here. Type this on the other screen:</p>}
      </div>
      {isBrought === false && (
        <p class="short-code">
          {code.slice(0, 5)}-{code.slice(5)}
        </p>
      )}
    </section>
  )
}

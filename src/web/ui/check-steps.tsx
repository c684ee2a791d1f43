import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { pathSteps, type PathStep, type StepTaken } from '#protocol/visitor-tests.ts'
import { Choice, Choices, type StepProps } from './check-choice.tsx'
import { CheckNetwork } from './check-network.tsx'

const titles: Readonly<Record<PathStep, string>> = {
  refresh: 'Ask again, politely',
  status: 'What the status page says',
  vpn: 'VPN or proxy off',
  cache: 'The browser’s cache',
  network: 'Another network',
}

/** What every guide tells people to try, one at a time, each with what came of it. Where all is well there is nothing to try. */
export function CheckSteps({ check }: StepProps): JSX.Element | null {
  const insists = useSignal(false)
  const now = check.step.value
  const taken = check.steps.value
  if (check.runs.value.length === 0) return null
  if (check.isWell && taken.length === 0 && !insists.value) {
    return (
      <p class="check-insist">
        Does something not work all the same?{' '}
        <button type="button" class="link-button" onClick={() => (insists.value = true)}>
          Go on step by step
        </button>
      </p>
    )
  }
  return (
    <section class="card" aria-labelledby="steps-title">
      <h2 id="steps-title">Step by step</h2>
      <ol class="steps">
        {pathSteps.map((step) => {
          const done = taken.find((one) => one.step === step)
          return (
            <li key={step} aria-current={step === now ? 'step' : undefined} data-step={step}>
              <h3>{titles[step]}</h3>
              {done !== undefined && <Taken taken={done} />}
              {done === undefined && step === now && <Now step={step} check={check} />}
            </li>
          )
        })}
      </ol>
      {now === null && <Over check={check} />}
    </section>
  )
}

function Taken({ taken: { outcome, says } }: { readonly taken: StepTaken }): JSX.Element {
  return <p data-outcome={outcome}>{says}</p>
}

function Over({ check }: StepProps): JSX.Element {
  return (
    <p role="status">
      That is all there is to try. What it amounts to stands at the top, and goes along when you ask for help.{' '}
      <button type="button" class="link-button" onClick={() => void check.anew()}>
        Begin anew
      </button>
    </p>
  )
}

function Now({ step, check }: StepProps & { readonly step: PathStep }): JSX.Element {
  const Step = parts[step]
  return <Step check={check} />
}

const parts: Readonly<Record<PathStep, (props: StepProps) => JSX.Element>> = {
  refresh: Refresh,
  status: Status,
  vpn: Vpn,
  cache: Cache,
  network: CheckNetwork,
}

/** Done for the person: refreshing by hand asks at the wrong moment, and all at once. */
function Refresh({ check }: StepProps): JSX.Element {
  useEffect(() => {
    void check.refresh()
  }, [check])
  const at = check.asksAgainAt.value
  return (
    <>
      <p role="status">
        {at === null ? 'Asking again…' : 'This page asks again for you, at the pace that the site wants.'}
        {at !== null && <Countdown check={check} at={at} />}
      </p>
      <Choices>
        <Choice
          label="Go on without waiting"
          onClick={() => check.took('refresh', 'skipped', 'You did not wait for it.')}
        />
      </Choices>
    </>
  )
}

function Countdown({ check, at }: StepProps & { readonly at: number }): JSX.Element {
  const left = useSignal(check.secondsTo(at))
  useEffect(() => check.everySecond(() => (left.value = check.secondsTo(at))), [at])
  // Whoever listens to the page is not told each second.
  return <span aria-hidden="true"> In {left.value} s.</span>
}

function Status({ check }: StepProps): JSX.Element {
  useEffect(() => void check.readStatus(), [check])
  const told = check.announcement.value
  const { statusHost } = check.places.value
  return (
    <>
      <p role="status">{told === null ? 'Reading it…' : told.says}</p>
      <p>
        <a href={statusHost ?? '/status'} target="_blank" rel="noreferrer">
          Open the status page
        </a>
      </p>
      <Choices>
        <Choice
          label="Go on"
          isFirst
          isOff={told === null}
          onClick={() => told !== null && check.took('status', told.outcome, told.says)}
        />
      </Choices>
    </>
  )
}

function Vpn({ check }: StepProps): JSX.Element {
  const isTesting = check.isTesting.value
  return (
    <>
      <p>
        If you use a VPN, a proxy or a “secure browsing” app, switch it off for a minute. The way is tested before and
        after; what you write is kept meanwhile.
      </p>
      <Choices>
        <Choice
          label={isTesting ? 'Testing…' : 'It is off: test again'}
          isFirst
          isOff={isTesting}
          onClick={() => void check.lookAfter('vpn')}
        />
        <Choice label="I use none" onClick={() => check.took('vpn', 'none-here', 'There is none here.')} />
        <Choice label="Skip this" onClick={() => check.took('vpn', 'skipped', 'Not tried.')} />
      </Choices>
    </>
  )
}

function Cache({ check }: StepProps): JSX.Element {
  const why = check.cacheCannotHelp
  const isTesting = check.isTesting.value
  if (why !== null) {
    return (
      <>
        <p>{why}</p>
        <Choices>
          <Choice label="Go on" isFirst onClick={() => check.took('cache', 'cannot-help', 'It cannot help here.')} />
        </Choices>
      </>
    )
  }
  return (
    <>
      <p>
        It rarely helps. What can matter are the parts of this page: they can be looked for anew. Nothing you wrote is
        touched, and you need not clear anything yourself.
      </p>
      <Choices>
        <Choice
          label={isTesting ? 'Testing…' : 'Look for newer parts, and test again'}
          isFirst
          isOff={isTesting}
          onClick={() => void check.lookAfter('cache')}
        />
        <Choice label="Skip this" onClick={() => check.took('cache', 'skipped', 'Not tried.')} />
      </Choices>
    </>
  )
}

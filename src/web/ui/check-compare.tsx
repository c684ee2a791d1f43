import type { JSX } from 'preact'
import { visitorHops, type VisitorHop, type VisitorRun } from '#protocol/visitor-tests.ts'
import { hopNames, resultWords } from '../check/hop-words.ts'
import { testOf } from '../check/path.ts'
import { signOf } from './check-hops.tsx'
import type { StepProps } from './check-choice.tsx'

/** Two devices on one screen. */
export function CheckCompare({ check }: StepProps): JSX.Element | null {
  const here = check.runs.value.at(-1)
  const there = check.other.value
  if (here === undefined || there === null) return null
  const hops = visitorHops.filter((hop) => hop !== 'page' && (testOf(here, hop) ?? testOf(there, hop)) !== undefined)
  const isSame = there.network !== null && there.network === here.network
  return (
    <section class="card" aria-labelledby="compare-title">
      <h2 id="compare-title">Both beside each other</h2>
      <p>
        {isSame
          ? 'Both come from the same network. To tell the network from the device, switch the Wi-Fi of the phone off and test again.'
          : 'The other device comes from another network.'}
      </p>
      <table class="compare">
        <thead>
          <tr>
            <td />
            <th scope="col">Here</th>
            <th scope="col">There</th>
          </tr>
        </thead>
        <tbody>
          {hops.map((hop) => (
            <tr key={hop}>
              <th scope="row">{hopNames[hop].replace('This device', 'The device')}</th>
              <Cell run={here} hop={hop} />
              <Cell run={there} hop={hop} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ run, hop }: { readonly run: VisitorRun; readonly hop: VisitorHop }): JSX.Element {
  const result = testOf(run, hop)?.result
  if (result === undefined) return <td>not asked</td>
  return (
    <td data-result={result}>
      <span aria-hidden="true">{signOf(result)}</span> {resultWords[result]}
    </td>
  )
}

import type { JSX } from 'preact'
import { visitorHops, type HopResult, type HopTest } from '#protocol/visitor-tests.ts'
import { hopNames, resultWords } from '../check/hop-words.ts'
import type { Check } from '../state/check.ts'

/** A sign and a word for each result, so that colour is never needed. */
export function signOf(result: HopResult): string {
  return result === 'ok' ? '✓' : '✕'
}

/** Every hop, as soon as it is known. */
export function CheckHops({ check }: { readonly check: Check }): JSX.Element {
  const tests = check.hops.value.length > 0 ? check.hops.value : (check.runs.value.at(-1)?.hops ?? [])
  const hops = visitorHops.filter((hop) => isAsked(hop, check) || tests.some((test) => test.hop === hop))
  return (
    <section class="card" aria-labelledby="hops-title">
      <h2 id="hops-title">Hop by hop</h2>
      <ol class="hops">
        {hops.map((hop) => {
          const test = tests.find((one) => one.hop === hop)
          return (
            <li key={hop} data-hop={hop} data-result={test?.result ?? 'waiting'}>
              <span class="hop-sign" aria-hidden="true">
                {test === undefined ? '…' : signOf(test.result)}
              </span>
              <span class="hop-name">{hopNames[hop]}</span>
              <span class="hop-says">{test === undefined ? 'is being asked' : saysOf(test)}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function isAsked(hop: HopTest['hop'], check: Check): boolean {
  const places = check.places.value
  if (hop === 'status-host') return places.statusHost !== null
  return hop !== 'elsewhere' || places.elsewhere !== null
}

function saysOf({ result, says, tookMs }: HopTest): string {
  const took = tookMs < 1 ? '' : ` (${tookMs < 1000 ? `${tookMs} ms` : `${(tookMs / 1000).toFixed(1)} s`})`
  return says === '' ? `${resultWords[result]}${took}` : `${says}${took}`
}

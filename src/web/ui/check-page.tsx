import type { JSX } from 'preact'
import { useLayoutEffect, useMemo } from 'preact/hooks'
import type { App } from '../state/app.ts'
import { Check } from '../state/check.ts'
import { blankPagePath, supportPath } from '../state/route.ts'
import { CheckCompare } from './check-compare.tsx'
import { CheckGuest } from './check-guest.tsx'
import { CheckHops } from './check-hops.tsx'
import { CheckSteps } from './check-steps.tsx'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'

/** Whose side it is on, tested from where the reader sits; and what there is to try, one step at a time. */
export function CheckPage({ app }: { readonly app: App }): JSX.Element {
  const check = useMemo(() => new Check(app.forSupport().means, location.search), [app])
  // Before anybody sees the page: what was found the last time is never shown as what was found now.
  useLayoutEffect(() => {
    void check.look()
    return () => check.leave()
  }, [check])
  const isGuest = check.guestOf !== null
  return (
    <div class="words">
      <LaterStyle />
      <Verdict app={app} check={check} />
      <CheckHops check={check} />
      {isGuest ? <CheckGuest check={check} /> : <CheckSteps check={check} />}
      {!isGuest && <CheckCompare check={check} />}
    </div>
  )
}

/** The end of it, from the first look on: a side, how sure that is, and the one thing to do. */
function Verdict({ app, check }: { readonly app: App; readonly check: Check }): JSX.Element {
  const verdict = check.verdict.value
  const isTesting = check.isTesting.value
  return (
    <section class="card" aria-labelledby="verdict-title">
      <h2 id="verdict-title">Is it me?</h2>
      <div class="advice" role="status" data-side={verdict?.side ?? 'none'} aria-busy={isTesting || verdict === null}>
        {verdict === null ? (
          <p>Testing every hop between you and the site…</p>
        ) : (
          <>
            <p class="advice-says">{verdict.says}</p>
            <p class="check-sure">
              <meter min={0} max={1} value={verdict.p} aria-label="How sure that is" />
              <span>{Math.round(100 * verdict.p)} % sure, from what this browser can see</span>
            </p>
            <p>
              <strong>What to do:</strong> {verdict.action}
            </p>
          </>
        )}
      </div>
      {verdict !== null && verdict.because.length > 0 && (
        <details class="check-because">
          <summary>What speaks for it</summary>
          <ul>
            {verdict.because.map((says) => (
              <li key={says}>{says}</li>
            ))}
          </ul>
        </details>
      )}
      <div class="dialog-actions">
        {check.isWell ? (
          <Link class="button primary" app={app} to={blankPagePath}>
            Back to your stories
          </Link>
        ) : (
          <Link class="button" app={app} to={supportPath}>
            Get help with these results
          </Link>
        )}
        <button type="button" class="button" aria-disabled={isTesting} onClick={() => void check.look()}>
          {isTesting ? 'Testing…' : 'Test again'}
        </button>
      </div>
    </section>
  )
}

import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { remedies, troubleKinds } from '#protocol/bundle.ts'
import { remedyWords, troubleWords } from '#protocol/bundle-text.ts'
import type { App } from '../state/app.ts'
import { checkPath } from '../state/route.ts'
import { keepSending, Support } from '../state/support.ts'
import { EvidenceCard } from './evidence-card.tsx'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { OwnPictureSection } from './own-picture.tsx'
import { SupportBox } from './support-box.tsx'
import { SeeItToo } from './see-it-too.tsx'
import { SentList } from './sent-list.tsx'
import { SupportHanding } from './support-handing.tsx'
import { SupportSections } from './support-sections.tsx'

export { keepSending }

// It is wanted when nothing can be fetched any more: whoever has this page has that one too.
void import('./check-page.tsx').catch(() => undefined)

/** Where a person gets help: whether to ask at all, what to send, and the ways to send it. */
export function SupportPage({ app }: { readonly app: App }): JSX.Element {
  const support = useMemo(() => new Support(app.forSupport()), [app])
  useEffect(() => void support.look(), [support])
  const bundle = support.bundle.value
  return (
    <div class="words">
      <LaterStyle />
      <AdviceCard app={app} support={support} />
      <SentList support={support} />
      <section class="card" aria-labelledby="own-words-title">
        <h2 id="own-words-title">In your words</h2>
        <SupportBox draft={support.draft} />
        <Tried support={support} />
      </section>
      {bundle !== null && (
        <>
          <OwnPictureSection picture={support.picture} />
          <SupportSections support={support} bundle={bundle} />
          <EvidenceCard support={support} bundle={bundle} />
          <SupportHanding support={support} bundle={bundle} />
        </>
      )}
    </div>
  )
}

/** What it is about, and what to do first. */
function AdviceCard({ app, support }: { readonly app: App; readonly support: Support }): JSX.Element {
  const { what, says, because } = support.advice.value
  const isChecking = support.isChecking.value
  return (
    <section class="card" aria-labelledby="advice-title">
      <h2 id="advice-title">Should you write to somebody?</h2>
      <fieldset class="choice">
        <legend class="unseen">What is it about?</legend>
        {troubleKinds.map((kind) => (
          <label key={kind} class="radio">
            <input
              type="radio"
              name="about"
              checked={support.about.value === kind}
              onChange={() => support.choose(kind)}
            />
            {troubleWords[kind]}
          </label>
        ))}
      </fieldset>
      <div class="advice" role="status" data-advice={what}>
        <p class="advice-says">{says}</p>
        <p>{because}</p>
      </div>
      <SeeItToo support={support} />
      <p>
        <button type="button" class="button" aria-disabled={isChecking} onClick={() => void support.look()}>
          {isChecking ? 'Testing the connection…' : 'Test the connection again'}
        </button>{' '}
        <Link class="button" app={app} to={checkPath}>
          Is it me? Test the way, step by step
        </Link>
      </p>
    </section>
  )
}

function Tried({ support }: { readonly support: Support }): JSX.Element {
  return (
    <fieldset class="tried">
      <legend>What have you tried, with no better result?</legend>
      {remedies.map((remedy) => (
        <label key={remedy} class="radio">
          <input
            type="checkbox"
            checked={support.tried.value.has(remedy)}
            onChange={({ currentTarget }) => support.mark(remedy, currentTarget.checked)}
          />
          {remedyWords[remedy]}
        </label>
      ))}
      <p class="field-note">
        Clearing the cache is fine. Clearing this site’s data is not: it would take what waits here to be sent.
      </p>
    </fieldset>
  )
}

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { DeviceLedger } from '#protocol/ledger.ts'
import type { Problem } from '#protocol/problem.ts'
import type { App } from '../state/app.ts'
import { HelpLink } from './help-link.tsx'
import { KeepingSections } from './keeping-sections.tsx'
import { LaterStyle } from './later-style.tsx'
import { figuresOf, lastingSentence, noCopies } from './ledger-words.ts'
import { OnlyHere } from './only-here.tsx'
import { QuietLine } from './quiet-line.tsx'

/** Where a person's words are, and what can be done so that they are in more than one place. */
export function WordsPage({ app }: { readonly app: App }): JSX.Element {
  const ledgers = app.ledgers.part.value
  const ledger = ledgers?.device.counted.value ?? null
  useEffect(() => void app.ledgers.come(), [])
  useEffect(() => void ledgers?.server.ask(), [ledgers])
  return (
    <div class="words">
      <LaterStyle />
      <section class="card" aria-labelledby="figures-title">
        <h2 id="figures-title">Where they are</h2>
        {ledger === null ? <p>Counting…</p> : <Figures app={app} ledger={ledger} />}
        {ledgers !== null && <ServerTrouble trouble={ledgers.server.trouble.value} />}
        <p>
          Is something missing? <HelpLink app={app} />
        </p>
      </section>
      {ledgers !== null && <OnlyHere app={app} ledgers={ledgers} />}
      <KeepingSections app={app} />
    </div>
  )
}

function Figures({ app, ledger }: { readonly app: App; readonly ledger: DeviceLedger }): JSX.Element {
  return (
    <>
      <dl class="figures">
        {figuresOf(ledger, app.now()).map(({ what, howMuch, source }) => (
          <div key={what} class="figure">
            <dt>{what}</dt>
            <dd>
              {howMuch} <span class="figure-source">({source})</span>
            </dd>
          </div>
        ))}
      </dl>
      <Troubles ledger={ledger} />
      <p class="field-note">{lastingSentence(ledger)}</p>
    </>
  )
}

function ServerTrouble({ trouble }: { readonly trouble: Problem | null }): JSX.Element | null {
  if (trouble === null) return null
  return <QuietLine what={trouble.title} side={trouble.side} next="It is asked again by itself." isTentative={false} />
}

/** What the server and this browser say themselves of what they cannot do. */
function Troubles({ ledger: { storeFault, server } }: { readonly ledger: DeviceLedger }): JSX.Element {
  const { storageFault, backupFault } = server?.ledger ?? { storageFault: null, backupFault: null }
  return (
    <>
      {storeFault !== null && <p role="status">{noCopies(storeFault)}</p>}
      {storageFault !== null && <p role="status">The server takes nothing in at present: {storageFault.because}</p>}
      {backupFault !== null && <p role="status">The server's last backup failed: {backupFault.because}</p>}
    </>
  )
}

import type { JSX } from 'preact'
import type { ImportReport } from '#protocol/imports.ts'
import type { App } from '../state/app.ts'
import { chatPath } from '../state/route.ts'
import { countsLine, damageLine, missingLine, verdictOf } from './archive-wording.ts'
import { Link } from './link.tsx'
import { count } from './size-words.ts'

export interface ImportReportProps {
  readonly app: App
  readonly report: ImportReport
}

/** What became of a file that was brought back: what was taken, what was here, and all that was not as it should be. */
export function ImportReportNote({ app, report }: ImportReportProps): JSX.Element {
  const { chats, messages, missing, passedOver, damageCount, damages, differences } = report
  const lost = missing === null ? null : missingLine(missing)
  return (
    <div class="report" role="status">
      <p class="problem-title">{verdictOf(report)}</p>
      <ul>
        <li>{countsLine('Chats', chats)}</li>
        <li>{countsLine('Messages', messages)}</li>
        {lost !== null && <li>{lost}</li>}
        {passedOver > 0 && <li>Passed over: {count(passedOver, 'line')} that only a newer Holdfast knows.</li>}
      </ul>
      {damageCount > 0 && (
        <details open>
          <summary>Damaged places: {damageCount}</summary>
          <ol class="findings">
            {damages.map((damage, index) => (
              <li key={index}>
                {damageLine(damage)} {damage.chatId !== null && <ToChat app={app} id={damage.chatId} />}
              </li>
            ))}
          </ol>
          {damageCount > damages.length && <p>The first {damages.length} are listed.</p>}
        </details>
      )}
      {differences.length > 0 && (
        <details>
          <summary>What is different here, and was kept</summary>
          <ol class="findings">
            {differences.map((difference) => (
              <li key={difference.line}>
                {difference.messageId === null ? 'The title of a chat' : 'A message'} (line {difference.line}).{' '}
                <ToChat app={app} id={difference.chatId} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  )
}

function ToChat({ app, id }: { readonly app: App; readonly id: string }): JSX.Element {
  return (
    <Link app={app} to={chatPath(id)} class="link-button">
      Open the chat
    </Link>
  )
}

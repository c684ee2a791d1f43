import type { JSX } from 'preact'
import type { Diagnostic } from '#story/generator.ts'
import { count } from './size-words.ts'

export type PlaceInText = Pick<Diagnostic, 'line' | 'column'>

export interface FindingsProps {
  /** Null while the text was not looked at yet. */
  readonly findings: readonly Diagnostic[] | null
  readonly onGo: (place: PlaceInText) => void
}

/** What the writer of a generator should know, each with the way to its place. */
export function Findings({ findings, onGo }: FindingsProps): JSX.Element {
  return (
    <>
      <p class="field-note" id="findings" role="status">
        {findings !== null && summaryOf(findings)}
      </p>
      {findings !== null && findings.length > 0 && (
        <ul class="found" aria-label="What stands out in the text">
          {findings.map((finding) => (
            <li key={`${finding.line}:${finding.column}:${finding.message}`} data-severity={finding.severity}>
              <PlaceOf finding={finding} onGo={onGo} /> {finding.message}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export interface PlaceOfProps {
  readonly finding: PlaceInText & Pick<Diagnostic, 'module'>
  readonly onGo: FindingsProps['onGo']
}

/** A place in the text, which can be gone to; or one in another generator, which cannot. */
export function PlaceOf({ finding, onGo }: PlaceOfProps): JSX.Element {
  const { module, line } = finding
  if (module !== '') return <span>{`Line ${line} of ${module}:`}</span>
  return (
    <button type="button" class="link-button" onClick={() => onGo(finding)}>
      {`Line ${line}:`}
    </button>
  )
}

function summaryOf(findings: readonly Diagnostic[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const notes = findings.length - errors
  if (findings.length === 0) return 'Nothing stands out in this text.'
  const parts = [errors > 0 && count(errors, 'error'), notes > 0 && count(notes, 'note')]
  return `In this text: ${parts.filter((part) => part !== false).join(' and ')}.`
}

import type { JSX } from 'preact'
import type { OddsRow } from '#story/generator.ts'
import { clip } from '#shared/text.ts'

export interface OddsListProps {
  readonly list: string
  readonly odds: readonly OddsRow[]
}

/** How often each item of a list comes. */
export function OddsList({ list, odds }: OddsListProps): JSX.Element {
  return (
    <details>
      <summary>Odds of {list}</summary>
      <table class="odds">
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Of 100 rolls</th>
          </tr>
        </thead>
        <tbody>
          {odds.map(({ item, line, share, isDynamic }) => (
            <tr key={line}>
              <td>{clip(item, 100)}</td>
              <td>
                {shareWords(share)}
                {isDynamic && ' at first'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** A share as so many of 100. */
export function shareWords(share: number): string {
  const percent = share * 100
  return percent === 0 || percent >= 9.95 ? String(Math.round(percent)) : percent.toFixed(1)
}

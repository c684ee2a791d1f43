import type { JSX } from 'preact'
import { sectionNames, type Bundle, type SectionName } from '#protocol/bundle.ts'
import { sectionLines, sectionTitles } from '#protocol/bundle-text.ts'
import type { Support } from '../state/support.ts'
import { SentPicture } from './sent-picture.tsx'

export interface SupportSectionsProps {
  readonly support: Support
  readonly bundle: Bundle
}

/** What goes with it, one section after the other, to be read and left out. */
export function SupportSections({ support, bundle }: SupportSectionsProps): JSX.Element {
  const isThere = (name: SectionName): boolean => name !== 'picture' || support.picture.open.value !== null
  return (
    <section class="card" aria-labelledby="sections-title">
      <h2 id="sections-title">What goes with it</h2>
      <p>All of it, word for word. Untick what you do not want to send.</p>
      <ul class="sections">
        {sectionNames.filter(isThere).map((name) => (
          <Section key={name} name={name} support={support} bundle={bundle} />
        ))}
      </ul>
      <Removed bundle={bundle} />
    </section>
  )
}

const heads: Readonly<Record<SectionName, string>> = {
  ...sectionTitles,
  words: 'Your own words',
  picture: 'Your own picture',
}

function Section({ name, support, bundle }: SupportSectionsProps & { readonly name: SectionName }): JSX.Element {
  const isWanted = !support.leftOut.value.has(name)
  return (
    <li>
      <label class="radio">
        <input
          type="checkbox"
          checked={isWanted}
          onChange={({ currentTarget }) => support.include(name, currentTarget.checked)}
        />
        {heads[name]}
      </label>
      {isWanted && (
        <details open={name === 'picture'}>
          <summary>
            Show<span class="unseen"> what goes with it of: {heads[name]}</span>
          </summary>
          <Shown name={name} support={support} bundle={bundle} />
        </details>
      )}
    </li>
  )
}

function Shown({ name, support, bundle }: SupportSectionsProps & { readonly name: SectionName }): JSX.Element {
  if (name === 'picture') return <SentPicture picture={bundle.sections.picture} isBusy={support.picture.isBusy.value} />
  return (
    // Long lines can be scrolled to by keyboard too.
    <pre class="preview" tabIndex={0} role="region" aria-label={heads[name]}>
      {sectionLines(name, bundle.sections)
        .map((line) => line.slice(2))
        .join('\n')}
    </pre>
  )
}

function Removed({ bundle: { removed } }: { readonly bundle: Bundle }): JSX.Element {
  const what = removed.map(({ kind, times }) => (times === 1 ? kind : `${kind} (${times} times)`))
  return (
    <p class="field-note" role="status">
      {what.length === 0
        ? 'Nothing in it looks like a password, a key or an address.'
        : `Replaced, because it looked like a secret or an address: ${what.join(', ')}. In its place stands a mark in ‹ ›.`}
    </p>
  )
}

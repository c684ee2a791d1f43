import type { JSX } from 'preact'
import type { Sheet } from '#protocol/sheet.ts'
import type { App } from '../state/app.ts'
import { aboutPath } from '../state/route.ts'
import { LaterStyle } from './later-style.tsx'
import { Link } from './link.tsx'
import { Prose } from './prose.tsx'

export interface SheetHeadProps {
  readonly app: App
  readonly sheet: Sheet
  /** The chat that it belongs to; undefined before there is one. */
  readonly chatId?: string
}

/** What a story begins with: whom it is about, where it is, and its first words. */
export function SheetHead({ app, sheet, chatId }: SheetHeadProps): JSX.Element {
  const { name, scene, opening, picture } = sheet
  return (
    <section class="sheet-head" aria-label="How this story begins">
      <LaterStyle />
      <header>
        {picture !== '' && <img src={picture} alt={name === '' ? 'The picture of this story' : name} />}
        <div>
          {name !== '' && <p class="sheet-name">{name}</p>}
          {scene !== '' && (
            <p class="field-note" dir="auto">
              {scene}
            </p>
          )}
          {chatId !== undefined && (
            <Link class="help-link" app={app} to={aboutPath(chatId)}>
              About this story
            </Link>
          )}
        </div>
      </header>
      {opening !== '' && <Prose text={opening} isOver />}
    </section>
  )
}

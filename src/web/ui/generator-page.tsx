import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Diagnostic } from '#story/generator.ts'
import { browserSaving } from '../archive/browser.ts'
import type { App } from '../state/app.ts'
import { generatorsPath } from '../state/route.ts'
import type { Workshop } from '../state/workshop.ts'
import { browserHanding } from '../support/browser.ts'
import { fileNameOf } from '../workshop/files.ts'
import type { OpenGenerator } from '../workshop/open-generator.ts'
import { linkTo } from '../workshop/shared-link.ts'
import { Asked } from './asked.tsx'
import { Findings } from './findings.tsx'
import type { GeneratorBoxProps } from './generator-box.tsx'
import { Link } from './link.tsx'
import { OtherTexts } from './other-texts.tsx'
import { Rolls } from './rolls.tsx'
import { SourceBox } from './source-box.tsx'

export interface GeneratorPageProps {
  readonly app: App
  readonly workshop: Workshop
  readonly id: string
}

/** One generator: its name and text, what stands out in it, and what it gives. */
export function GeneratorPage({ app, workshop, id }: GeneratorPageProps): JSX.Element {
  const opened = useMemo(() => workshop.generators.open(id), [workshop, id])
  const rolling = useMemo(() => workshop.rolling(opened.text), [opened])
  const goTo: GeneratorBoxProps['goTo'] = useRef(() => undefined)
  // Also when somebody has decided about what another tab wrote.
  const besides = opened.draft.others.value.length + opened.nameDraft.others.value.length
  useEffect(() => opened.resume(), [opened, besides])
  useEffect(() => rolling.start(), [rolling])
  const rolled = rolling.rolled.value
  const findings = typeof rolled === 'object' ? (rolled?.findings ?? null) : null
  return (
    <>
      <p>
        <Link class="help-link" app={app} to={generatorsPath}>
          All generators
        </Link>
      </p>
      <section class="card" aria-labelledby="generator-title">
        <h2 id="generator-title">The generator</h2>
        <OtherTexts draft={opened.nameDraft} />
        <NameField opened={opened} />
        <OtherTexts draft={opened.draft} />
        <SourceBox workshop={workshop} opened={opened} findings={findings ?? none} goTo={goTo} />
        <Findings findings={findings} onGo={(place) => goTo.current(place)} />
        <KeptLine opened={opened} />
        <Taking app={app} workshop={workshop} opened={opened} />
      </section>
      <Rolls rolling={rolling} onGo={(place) => goTo.current(place)} />
    </>
  )
}

const none: readonly Diagnostic[] = []

function NameField({ opened }: { readonly opened: OpenGenerator }): JSX.Element {
  return (
    <label class="field">
      Name
      <input
        type="text"
        value={opened.name.value}
        maxLength={200}
        autocomplete="off"
        onInput={({ currentTarget }) => opened.rename(currentTarget.value)}
      />
      <span class="field-note">
        By this name your other generators can import it:{' '}
        <code>{`{import:${opened.name.value.trim() || 'name'}}`}</code>
      </span>
    </label>
  )
}

function KeptLine({ opened }: { readonly opened: OpenGenerator }): JSX.Element {
  return (
    <p class="field-note">
      {opened.isKept.value
        ? 'Kept in this browser, and nowhere else: save it as a file too.'
        : 'Every change is kept as you type; it goes into the list at the next pause.'}
    </p>
  )
}

interface TakingProps {
  readonly app: App
  readonly workshop: Workshop
  readonly opened: OpenGenerator
}

/** Taking it away as a file, and doing away with it. */
function Taking({ app, workshop, opened }: TakingProps): JSX.Element {
  const isRemoving = useSignal(false)
  const save = (ending?: string): void => {
    const file = new Blob([opened.text.peek()], { type: 'text/plain' })
    browserSaving.fromBlob(file, fileNameOf(opened.name.peek(), ending))
  }
  const told = useSignal('')
  const share = async (): Promise<void> => {
    const link = await linkTo(location.origin, { name: opened.name.peek(), text: opened.text.peek() })
    told.value = sharedWords(link.length, await browserHanding.copyText(link))
  }
  const remove = async (): Promise<void> => {
    if (await workshop.generators.remove(opened.id)) app.router.replace(generatorsPath)
    else isRemoving.value = false
  }
  if (!isRemoving.value)
    return (
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => save()}>
          Save as a file
        </button>
        <button type="button" class="button" onClick={() => save('perchance')}>
          Save as .perchance
        </button>
        <button type="button" class="button" onClick={() => void share()}>
          Copy a link
        </button>
        <button type="button" class="button danger" onClick={() => (isRemoving.value = true)}>
          Delete…
        </button>
        <p class="handed field-note" role="status">
          {told.value}
        </p>
      </div>
    )
  return (
    <Asked
      question="It will be gone from this browser, for good. Chats in which its results stand are not touched."
      sure="Delete for good"
      onSure={() => void remove()}
      onKeep={() => (isRemoving.value = false)}
    />
  )
}

// Programs for mail and messages are known to cut what is longer.
const longLink = 8_000

function sharedWords(length: number, isCopied: boolean): string {
  if (!isCopied) return 'Your browser lets this page copy nothing. Save it as a file instead.'
  const copied = 'The link is copied. The whole text is in it, and whoever follows it gets a copy of their own.'
  return length > longLink ? `${copied} It is very long, and may be cut on its way: a file is safer.` : copied
}

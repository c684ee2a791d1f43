import type { JSX } from 'preact'
import type { Bundle } from '#protocol/bundle.ts'
import { bundleLines } from '#protocol/bundle-text.ts'
import type { Handed, Support } from '../state/support.ts'
import { mailLink } from '../support/handing.ts'

export interface SupportHandingProps {
  readonly support: Support
  readonly bundle: Bundle
}

/** The ways out. The first is the one that most likely works here. */
export function SupportHanding({ support, bundle }: SupportHandingProps): JSX.Element {
  const { canShare } = support
  const handed = support.handed.value
  const isSending = support.isSending.value
  return (
    <section class="card" aria-labelledby="handing-title">
      <h2 id="handing-title">Send it</h2>
      <p>
        <button type="button" class="button primary" aria-disabled={isSending} onClick={() => void support.send()}>
          {isSending ? 'Sending…' : 'Send it to the operator'}
        </button>
      </p>
      <p class="field-note">
        It goes the first way that works, and waits on this device until one does. Or hand it over yourself, which needs
        none of our servers:
      </p>
      <div class="dialog-actions">
        {canShare && (
          <button type="button" class="button" onClick={() => void support.share()}>
            Share it
          </button>
        )}
        <button type="button" class="button" onClick={() => void support.save()}>
          Save the file
        </button>
        <button type="button" class="button" onClick={() => void support.copy()}>
          Copy as text
        </button>
        <a class="button" href={mailLink(bundle)}>
          Write an e-mail
        </a>
      </div>
      <p role="status" class="handed">
        {handed !== null && handedWords[handed]}
      </p>
      {handed === 'not-copied' && (
        <pre class="preview" tabIndex={0} role="region" aria-label="The whole of it as text">
          {bundleLines(bundle).join('\n')}
        </pre>
      )}
    </section>
  )
}

const handedWords: Readonly<Record<Handed, string>> = {
  sent: 'Sent. The answer comes to the ticket above, here on this page.',
  waits:
    'Nobody answers now. It waits on this device, and goes by itself as soon as somebody does, also after a restart.',
  'not-sent': 'Nobody answers now, and this browser cannot keep it. Save the file, and send it another way.',
  shared: 'Handed over to what you chose.',
  saved: 'Your browser is saving the file. Look where it saves files, and attach it to your message.',
  'saved-instead': 'Sharing did not work here, so your browser is saving the file instead. Attach it to your message.',
  copied: 'Copied. Paste it into your message.',
  'not-copied': 'Your browser lets this page copy nothing. Mark the text below and copy it yourself.',
  'picture-copied': 'The picture is copied. Paste it into your message.',
  'picture-saved': 'Your browser lets this page copy no picture, so it is saving it as a file.',
}

import { signal, useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Dialog } from './dialog.tsx'

interface Closable {
  readonly onClose: () => void
}

type DialogPart<Props> = (props: Props) => JSX.Element

/** A dialog whose code comes when it is opened first, so that the page itself is there sooner. */
export function laterDialog<Props extends Closable>(
  load: () => Promise<DialogPart<Props>>,
): (props: Props) => JSX.Element | null {
  const part: Signal<DialogPart<Props> | null> = signal(null)
  return function LaterDialog(props) {
    const hasFailed = useSignal(false)
    useEffect(() => {
      if (part.peek() !== null) return
      load().then(
        (come) => (part.value = come),
        () => (hasFailed.value = true),
      )
    }, [])
    const Part = part.value
    if (Part !== null) return <Part {...props} />
    return hasFailed.value ? <DidNotCome onClose={props.onClose} /> : null
  }
}

/** Only a browser that does not keep the page gets here: the others have every part of it. */
function DidNotCome({ onClose }: Closable): JSX.Element {
  return (
    <Dialog title="This part of the page did not come" onClose={onClose}>
      <p>Nothing you wrote is touched. Load the page anew.</p>
    </Dialog>
  )
}

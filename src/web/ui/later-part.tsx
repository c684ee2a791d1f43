import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Later } from '../state/later.ts'

type Part<Props> = (props: Props) => JSX.Element | null

/** A part of the page whose code comes when it is shown first. `orElse` stands in its place if it does not come. */
export function laterPart<Props extends object>(
  load: () => Promise<Part<Props>>,
  orElse: ComponentChildren = null,
): (props: Props) => JSX.Element {
  const later = new Later(load)
  return function LaterPart(props) {
    useEffect(() => void later.come(), [])
    const Come = later.part.value
    if (Come !== null) return <Come {...props} />
    return <>{later.hasFailed.value && orElse}</>
  }
}

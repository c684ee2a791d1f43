import type { JSX } from 'preact'
import address from '../style/later.css?url'

/** The style of what comes later than the page itself. Whatever needs it brings it. */
export function LaterStyle(): JSX.Element {
  return <link rel="stylesheet" href={address} />
}

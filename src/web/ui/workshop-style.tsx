import type { JSX } from 'preact'
import address from '../style/workshop.css?url'

/** What only generators need of style: the page is there sooner without it. */
export function WorkshopStyle(): JSX.Element {
  return <link rel="stylesheet" href={address} />
}

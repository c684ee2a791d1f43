import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { App } from '../state/app.ts'
import { DeviceCopiesSection } from './device-copies-section.tsx'
import { ExportSection } from './export-section.tsx'
import { ImportSection } from './import-section.tsx'

/** Everything that a person can do so that their stories are in more than one place. */
export function KeepingSections({ app }: { readonly app: App }): JSX.Element | null {
  const { part, hasFailed } = app.safekeeping
  useEffect(() => void app.safekeeping.come(), [])
  if (hasFailed.value) {
    return <p role="alert">Export, import and copies are a part of the page that did not come. Load the page anew.</p>
  }
  if (part.value === null) return null
  const { exporting, importing, deviceCopies } = part.value
  return (
    <>
      <ExportSection app={app} makeExporting={exporting} />
      <ImportSection app={app} importing={importing} />
      <DeviceCopiesSection deviceCopies={deviceCopies} />
    </>
  )
}

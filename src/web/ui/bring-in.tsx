import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'

export interface BringInProps {
  /** As a box for files takes it: endings and kinds. */
  readonly accept: string
  readonly note: string
  /** Why a file is not taken. */
  readonly refusal: string
  /** False: it is not taken. */
  readonly take: (file: File) => Promise<boolean>
}

/** Takes in files, one after the other, and tells which were not taken. */
export function BringIn({ accept, note, refusal, take }: BringInProps): JSX.Element {
  const told = useSignal('')
  const bringIn = async (files: readonly File[]): Promise<void> => {
    const refused: string[] = []
    for (const file of files) if (!(await take(file))) refused.push(`“${file.name}”`)
    told.value = refused.length === 0 ? 'They are in the list now.' : `Not taken: ${refused.join(', ')}. ${refusal}`
  }
  return (
    <>
      <label class="field">
        Bring in a file
        <input
          type="file"
          multiple
          accept={accept}
          onChange={({ currentTarget }) => {
            void bringIn([...(currentTarget.files ?? [])])
            // So that the same file can be chosen again.
            currentTarget.value = ''
          }}
        />
        <span class="field-note">{note}</span>
      </label>
      <p class="handed" role="status">
        {told.value}
      </p>
    </>
  )
}

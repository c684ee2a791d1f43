import { fileURLToPath } from 'node:url'

/** The file that a person's `holdfast` runs. */
export const holdfastFile: string = fileURLToPath(new URL('../../bin/holdfast.js', import.meta.url))

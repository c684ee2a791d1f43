import type { Saving } from './saving.ts'

// A browser that is asked to save begins at once, and reads on from what it has begun.
const releasedAfterMs = 60_000

export const browserSaving: Saving = {
  // With `download` even an answer that is no file leaves the page where it is.
  fromAddress: (path) => follow(path, ''),
  fromBlob(blob, name) {
    const address = URL.createObjectURL(blob)
    follow(address, name)
    setTimeout(() => URL.revokeObjectURL(address), releasedAfterMs)
  },
}

function follow(href: string, download: string): void {
  const link = Object.assign(document.createElement('a'), { href, download })
  link.click()
}

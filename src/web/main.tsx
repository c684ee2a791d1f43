import { render } from 'preact'
import { browserMeans } from './browser.ts'
import { keepShell } from './shell/browser.ts'
import { App } from './state/app.ts'
import { Page } from './ui/page.tsx'

// The end of the story is where a reader goes on, whatever place the browser remembers.
history.scrollRestoration = 'manual'

const means = browserMeans()
// First of all: what follows may be broken, and then this is the way to what comes after it.
const hasNewVersion = keepShell(means)
const app = new App(means)
app.start()

const place = document.getElementById('app')
// Help is wanted when nothing can be fetched any more.
means.whenIdle(
  () => void import('./ui/support-page.tsx').then((part) => part.keepSending(means)).catch(() => undefined),
)
if (place !== null) render(<Page app={app} shelf={means.shelf} hasNewVersion={hasNewVersion} />, place)

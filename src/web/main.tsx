import { render } from 'preact'
import { browserMeans } from './browser.ts'
import { App } from './state/app.ts'
import { Page } from './ui/page.tsx'

// The end of the story is where a reader goes on, whatever place the browser remembers.
history.scrollRestoration = 'manual'

const means = browserMeans()
const app = new App(means)
app.start()

const place = document.getElementById('app')
if (place !== null) render(<Page app={app} shelf={means.shelf} />, place)

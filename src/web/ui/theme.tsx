import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Shelf } from '../means.ts'
import { Icon } from './icons.tsx'

// `public/theme.js` reads the same key before the first picture is drawn, so that a dark page never flashes white.
const key = 'holdfast:theme'

const themes = [
  { name: 'device', label: 'as the device', icon: 'half' },
  { name: 'light', label: 'light', icon: 'sun' },
  { name: 'dark', label: 'dark', icon: 'moon' },
] as const

/** Light, dark, or as the device has it. */
export function ThemeSwitch({ shelf }: { readonly shelf: Shelf }): JSX.Element {
  const index = useSignal(
    Math.max(
      0,
      themes.findIndex(({ name }) => name === shelf.get(key)),
    ),
  )
  const theme = themes[index.value] ?? themes[0]
  useEffect(() => colourBrowser(theme.name), [theme.name])
  const turn = (): void => {
    index.value = (index.value + 1) % themes.length
    const { name } = themes[index.value] ?? themes[0]
    document.documentElement.dataset['theme'] = name
    shelf.put(key, name)
  }
  return (
    <button type="button" class="quiet-button" onClick={turn}>
      <Icon name={theme.icon} /> Page: {theme.label}
    </button>
  )
}

/** What the browser draws around the page has the page's colour, also where the page is not as the device has it. */
function colourBrowser(theme: (typeof themes)[number]['name']): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const { scheme = '' } = meta.dataset
    if (theme === 'device') meta.media = `(prefers-color-scheme: ${scheme})`
    else meta.media = theme === scheme ? 'all' : 'not all'
  }
}

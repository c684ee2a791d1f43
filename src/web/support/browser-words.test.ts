import { expect, test } from 'vitest'
import { browserWords, systemWords } from './browser-words.ts'

const mozilla = 'Mozilla/5.0'
const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'

test.for([
  [`${mozilla} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`, 'Firefox 145', 'Linux'],
  [
    `${mozilla} (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${webKit} Version/26.1 Mobile/15E148 Safari/604.1`,
    'Safari 26',
    'iOS',
  ],
  [
    `${mozilla} (Windows NT 10.0; Win64; x64) ${webKit} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`,
    'Edge 141',
    'Windows',
  ],
  [
    `${mozilla} (Linux; Android 10; K) ${webKit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    'Samsung Internet 28',
    'Android',
  ],
  [`${mozilla} (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Chrome/141.0.0.0 Safari/537.36`, 'Chrome 141', 'macOS'],
  ['<script>', 'a browser that this page does not know', 'a system that this page does not know'],
] as const)('%s is %s', ([userAgent, browser, system]) => {
  expect([browserWords({ userAgent, brands: [] }), systemWords(userAgent)]).toEqual([browser, system])
})

test('what a browser says in a list of brands goes first, but for the name that nobody has', () => {
  const brands = [
    { brand: 'Not;A=Brand', version: '8.0.0.0' },
    { brand: 'Chromium', version: '141.0.7390.54' },
    { brand: 'Brave', version: '141.0.0.0' },
  ]
  expect(browserWords({ userAgent: '', brands })).toBe('Brave 141')
  expect(browserWords({ userAgent: '', brands: brands.slice(0, 2) })).toBe('Chromium 141')
})

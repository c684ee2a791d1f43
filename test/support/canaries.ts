/** A planted secret: what a person might paste without thinking, and the part of it that may be found nowhere. */
export interface Canary {
  readonly what: string
  readonly text: string
  readonly secret: string
}

// Put together here, so that nobody who looks for keys in this repository finds one. None of them opens anything.
const letters = 'CanaryQ7wErTy8uIoP9aSdF0gHjK1lZxC2vBnM3'
const hex = 'c0ffee0123456789abcdef0123456789feedbeef42'
const long = letters + letters
const of = (what: string, ...parts: readonly string[]): Canary => canary(what, parts.join(''), parts.join(''))

export const canaries: readonly Canary[] = [
  of('a key of OpenAI', 'sk', '-proj-', letters),
  of('a key of Anthropic', 'sk', '-ant-api03-', letters, '-AA'),
  of('a key of OpenRouter', 'sk', '-or-v1-', hex),
  of('a key of Google', 'AI', 'za', letters.slice(0, 35)),
  of('a token of Google', 'ya', '29.a0', letters),
  of('a client secret of Google', 'GOC', 'SPX-', letters.slice(0, 28)),
  of('a key of Amazon', 'AK', 'IA', 'CANARY7QWERTY8UI'),
  of('a token of GitHub', 'gh', 'p_', letters.slice(0, 36)),
  of('a fine token of GitHub', 'github', '_pat_', long),
  of('a token of GitLab', 'gl', 'pat-', letters.slice(0, 20)),
  of('a token of Slack', 'xo', 'xb-1234567890-', letters.slice(0, 24)),
  of('a key of Stripe', 'sk', '_live_', letters.slice(0, 24)),
  of('a key of SendGrid', 'S', 'G.', letters.slice(0, 22), '.', long.slice(0, 43)),
  of('a key of Mailgun', 'ke', 'y-', hex.slice(0, 32)),
  of('a key of Twilio', 'S', 'K', hex.slice(0, 32)),
  of('a token of npm', 'np', 'm_', letters.slice(0, 36)),
  of('a token of PyPI', 'py', 'pi-', letters),
  of('a token of Hugging Face', 'h', 'f_', letters.slice(0, 34)),
  of('a token of Replicate', 'r', '8_', letters.slice(0, 37)),
  of('a key of Groq', 'gs', 'k_', letters),
  of('a key of xAI', 'xa', 'i-', letters),
  of('a key of Perplexity', 'pp', 'lx-', letters),
  of('a token of DigitalOcean', 'do', 'p_v1_', hex, hex.slice(0, 22)),
  of('a token of Shopify', 'shp', 'at_', hex.slice(0, 32)),
  of('a token of Docker', 'dckr', '_pat_', letters.slice(0, 27)),
  of('a token of Vault', 'hv', 's.', letters.slice(0, 24)),
  of('a token of Databricks', 'da', 'pi', hex.slice(0, 32)),
  of("a token of Telegram's bots", '7654321098', ':', letters.slice(0, 35)),
  of("a token of Discord's bots", 'M', letters.slice(0, 23), '.GcAnAr.', letters.slice(0, 27)),
  of('a JSON Web Token', 'ey', 'JhbGciOiJIUzI1NiJ9.', letters, '.', letters),
  of(
    'a key of Bitcoin',
    'K',
    'canary7qwerty8uioo9asdfzgHjK1oZxC2vBnM3canary7qwert'.replaceAll(/[0OIl]/g, 'x').slice(0, 51),
  ),
  of('a hash', hex.slice(0, 40)),
  of('a random text', letters),
  of('an e-mail address', 'canary.person+7', '@', 'mail.example.org'),
  of('an e-mail address in an address', 'canary.person', '%40', 'example.org'),
  of('an IPv4 address', '203.0.113.', '77'),
  of('an IPv6 address', '2001:db8:ca7a::', '7e57'),
  of('a whole IPv6 address', '2001:db8:0:0:ca7a:', '1:2:7e57'),
  of('an address of a network card', 'ca:fe:ba:be:', '77:01'),
  of('a card number', '4111 1111 1111 ', '1111'),
  of('a bank account', 'DE89 3704 0044 ', '0532 0130 00'),
  of('a social security number', '078-05-', '1120'),
  of('a telephone number', '+49 151 ', '2345 6789'),
  of('a telephone number of the USA', '(555) 234-', '5678'),
  of('a telephone number at home', '030 123', '4567'),
  of('a place on the map', '52.520008, ', '13.404954'),
  of('a private key', '-----BEGIN RSA PRIVATE', ` KEY-----\n${letters}\n-----END RSA PRIVATE KEY-----`),
  of('a key of age', 'AGE-SECRET', '-KEY-1', 'CANARYQ7WERTY8UIOP9ASDF'),
  within('a basic sign-in', 'Authorization: Basic ', 'Y2FuYXJ5OnF3ZXJ0eQ=='),
  within('a bearer token', 'bearer ', 'canary-opaque-token-1'),
  within('a cookie', 'Cookie: ', 'theme=dark; sid=canarycookie77'),
  within('a cookie that is set', 'Set-Cookie: ', 'sid=canarycookie78; HttpOnly'),
  within('a sign-in in an address', 'postgres://', 'canary:hunter277', '@db.example/stories'),
  within('a query', 'https://story.example/login?', 'code=canary77&state=1'),
  within('a query of a path', 'GET /callback?', 'code=canary78', ' failed'),
  within('a fragment', 'https://story.example/#', 'access=canary79'),
  within('a webhook of Slack', 'https://hooks.slack.com/services/', 'T0CANARY/B0CANARY/canary77'),
  within('a webhook of Discord', 'https://discord.com/api/webhooks/', '123456789/canary-hook-77'),
  within('a password in JSON', '{"password":"', 'canary-pass-1', '"}'),
  within('a password in words', 'My password is ', 'canary-pass-2'),
  within('a password in German', 'Passwort: ', 'canary-pass-3'),
  within('a setting', 'HOLDFAST_S3_SECRET_ACCESS_KEY=', 'canary-pass-4'),
  within('an API key in a header', 'x-api-key: ', 'canary-pass-5'),
  within('a session', 'session_id=', 'canary-pass-6'),
  within('a one-time secret', 'otpauth://totp/Site?', 'secret=CANARY77'),
  within('a key of an account at Azure', 'AccountKey=', 'canary77azure+/key=='),
  within('a home folder', '/\u0068ome/', 'canaryname', '/stories'),
  within('a home folder of Windows', 'C:\\\u0055sers\\', 'canaryuser', '\\AppData'),
]

function within(what: string, before: string, secret: string, after = ''): Canary {
  return canary(what, before + secret + after, secret)
}

function canary(what: string, text: string, secret: string): Canary {
  return { what, text, secret }
}

/** The canaries that can be read in these bytes: as they are, as JSON or an address has them, or as base64. */
export function canariesIn(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder().decode(bytes)
  return canaries.filter(({ secret }) => formsOf(secret).some((form) => text.includes(form))).map(({ what }) => what)
}

function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64').replaceAll('=', '')
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encodeURI(secret), base64]
}

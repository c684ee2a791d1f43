import { isUuid } from '#shared/ids.ts'

/** A kind of text that must be in no bundle. Group `secret` of the pattern is the part that goes; without it, all of it. */
export interface SecretKind {
  /** In words for the person who sees what was replaced. */
  readonly kind: string
  readonly pattern: RegExp
  /** Whether what looks so really is one. */
  readonly holds?: (text: string) => boolean
}

// The special before the general: what one has taken, the next does not see. Too much is better than too little, since
// the person sees what was replaced and can say it in other words.
export const secretKinds: readonly SecretKind[] = [
  {
    kind: 'private key',
    pattern: /-----BEGIN [A-Z\d ]*PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z\d ]+-----|$)/g,
  },
  { kind: 'private key', pattern: /\bAGE-SECRET-KEY-1[A-Z\d]+/gi },
  { kind: 'sign-in header', pattern: /\bauthorization["']?\s*[:=]\s*["']?(?<secret>[^\r\n"',;]+)/gi },
  { kind: 'cookie', pattern: /\bcookie["']?\s*[:=]\s*(?<secret>[^\r\n]+)/gi },
  { kind: 'sign-in token', pattern: /\bbearer\s+(?<secret>[\w.~+/=-]{16,})/gi },
  { kind: 'sign-in token', pattern: /\bbasic\s+(?=\S*[A-Z])(?=\S*[\d=])(?<secret>[A-Za-z\d+/]{12,}={0,2})/g },
  { kind: 'sign-in token', pattern: /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*/g },
  { kind: 'webhook', pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[\w/-]+)/gi },
  { kind: 'webhook', pattern: /discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/(?<secret>[\w/-]+)/gi },
  { kind: 'webhook', pattern: /\.office\.com\/webhook\w*\/(?<secret>[\w/@-]+)/gi },
  { kind: 'sign-in in an address', pattern: /(?<![\w+.-])[a-z][a-z\d+.-]{0,30}:\/\/(?<secret>[^\s/?#"'<>]{1,500})@/gi },
  {
    kind: 'query of an address',
    pattern: /(?<![\w+.-])[a-z][a-z\d+.-]{0,30}:\/\/[^\s?#"'<>]{0,2000}[?#](?<secret>[^\s"'<>]+)/gi,
  },
  { kind: 'query of an address', pattern: /(?:^|[\s"'(=])\/[\w.~%:/-]{0,2000}[?#](?<secret>[^\s"'<>)]+)/g },
  ...keyForms().map((pattern) => ({ kind: 'key', pattern })),
  {
    kind: 'password or key',
    pattern:
      /(?:passw(?:or)?d|passphrase|passwort|kennwort|contraseña|mot de passe|senha|secret|token|credential|(?:api|access|private|account|client|signing|encryption)[_ -]?key|session[_ -]?id|sess(?:ion)?|csrf|xsrf)[\w-]{0,40}["']?\s*[:=]\s*["']?(?<secret>[^\s"',;&‹]{3,})/gi,
  },
  {
    kind: 'password or key',
    pattern: /(?<![\w-])(?:pwd|pin|otp|sid|auth|key|pass|pw)["']?\s*[:=]\s*["']?(?<secret>[^\s"',;&‹]{3,})/gi,
  },
  {
    kind: 'password or key',
    pattern:
      /\b(?:password|passphrase|passwort|kennwort|pin|passcode)\s+(?:is|was|ist|war|lautet)\s+["'“„]?(?!(?:not|wrong|right|correct|rejected|refused|missing|unknown|still|no|always|never|the|a|an|my|too|invalid|in|at|on|to|of|nicht|falsch|richtig)\b)(?<secret>[^\s"'“”,]{3,})/gi,
  },
  {
    kind: 'e-mail address',
    pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu,
  },
  { kind: 'device address', pattern: /(?<![\w:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\w:-])/gi },
  { kind: 'internet address', pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g, holds: isForeignIPv4 },
  {
    kind: 'internet address',
    pattern: /(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi,
    holds: isForeignIPv6,
  },
  { kind: 'bank account', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b/g, holds: isIban },
  { kind: 'card number', pattern: /(?<![\w.-])\d(?:[ -]?\d){12,60}(?![\w-])/g, holds: isCard },
  { kind: 'social security number', pattern: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g },
  { kind: 'telephone number', pattern: /(?<![\w+-])(?:\+|00)[1-9]\d{0,2}(?:[ ()/.-]{0,2}\d){6,13}(?!\d)/g },
  { kind: 'telephone number', pattern: /(?<![\w.-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])/g },
  { kind: 'telephone number', pattern: /(?<![\w.-])\(?0\d{2,5}\)?[ /-]\d{3,4}(?:[ -]?\d{2,4}){1,3}(?![\w-])/g },
  { kind: 'place on the map', pattern: /(?<![\w.])-?\d{1,3}\.\d{4,}[,;]\s*-?\d{1,3}\.\d{4,}/g },
  { kind: 'name in a folder', pattern: /(?:\/home\/|\/Users\/|\b[A-Z]:\\+Users\\+)(?<secret>[^\s/\\:"'<>]+)/gi },
  { kind: 'long secret', pattern: /\b(?:0x)?[\da-f]{32,}\b/gi },
  { kind: 'long secret', pattern: /(?<![\w+/-])(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[\w+/-]{32,}={0,2}/g },
]

/** Keys that say by their form whose they are. */
function keyForms(): readonly RegExp[] {
  return [
    /\bsk-[\w-]{16,}/g, // OpenAI, Anthropic, OpenRouter, DeepSeek and others
    /\b(?:[sprw]k|whsec)_(?:live_|test_)?[A-Za-z\d]{16,}/g, // Stripe
    /\bAIza[\w-]{30,}|\bya29\.[\w-]{16,}|\bGOCSPX-[\w-]{16,}/g, // Google
    /\bA(?:KI|SI|BI|CC|ID|RO)A[A-Z\d]{16}\b/g, // Amazon
    /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}/g,
    /\bgl(?:pat|rt|dt|cbt|ptt|soat)-[\w-]{16,}/g, // GitLab
    /\bxox[a-z]-[\w-]{10,}|\bxapp-[\w-]{10,}/g, // Slack
    /\bSG\.[\w-]{16,}\.[\w-]{16,}/g, // SendGrid
    /\bkey-[\da-f]{32}\b/g, // Mailgun
    /\bnpm_\w{30,}|\bpypi-[\w-]{16,}|\brubygems_[\da-f]{32,}|\bdckr_pat_[\w-]{20,}/g,
    /\bhf_\w{20,}|\br8_\w{20,}|\bgsk_\w{20,}|\bxai-\w{20,}|\bpplx-\w{20,}|\bnvapi-[\w-]{20,}|\bfw_\w{20,}|\btvly-[\w-]{16,}/g,
    /\bdo[opr]_v1_[\da-f]{32,}/g, // DigitalOcean
    /\bHRKU-[\w-]{16,}/g, // Heroku
    /\bv1\.0-[\da-f]{24}-[\da-f]{64,}|\bcf(?:ut|k|at)_\w{20,}/g, // Cloudflare
    /\bshp(?:at|ca|pa|ss)_[\da-f]{32}/g, // Shopify
    /\bsecret_\w{30,}|\bntn_\w{30,}|\blin_api_\w{20,}|\bfigd_[\w-]{20,}/g, // Notion, Linear, Figma
    /\bhv[sbr]\.[\w-]{20,}|\b\w{14}\.atlasv1\.[\w-]{30,}/g, // HashiCorp
    /\bdapi[\da-f]{32}/g, // Databricks
    /\bEAA[A-Za-z\d]{30,}/g, // Meta
    /\b(?:AC|SK)[\da-f]{32}\b/g, // Twilio
    /\bsq0[a-z]{3}-[\w-]{20,}|\bEAAA[\w-]{30,}/g, // Square
    /\bPMAK-[\da-f-]{30,}|\bNRAK-[A-Z\d]{20,}|\bsntr[yu]s?_[\w+/=.-]{20,}/g, // Postman, New Relic, Sentry
    /(?<![\w-])\d{8,10}:[\w-]{35}(?![\w-])/g, // Telegram's bots
    /(?<![\w-])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}/g, // Discord's bots
    /(?<![\w])[5KL][1-9A-HJ-NP-Za-km-z]{50,51}(?!\w)/g, // Bitcoin
  ]
}

// A device's own address tells nothing about anybody, and much about what was tried.
function isForeignIPv4(text: string): boolean {
  const parts = text.split('.').map(Number)
  return parts.every((part) => part <= 255) && parts[0] !== 127 && parts.some((part) => part !== 0)
}

// Times of day look a little like it: they have no `::`, and never eight groups.
function isForeignIPv6(text: string): boolean {
  const isWhole = text.split(':').length === 8 && !text.includes('::')
  return (isWhole || text.includes('::')) && !['::', '::1'].includes(text)
}

/** A run of digits in which whole groups make a card number; one that is too long for that has nothing in it to miss. */
function isCard(text: string): boolean {
  if (isUuid(text)) return false
  const groups = text.split(/[ -]/)
  if (groups.join('').length > 19) return true
  return groups.some((_, first) => groups.some((_group, last) => isCardNumber(groups.slice(first, last + 1).join(''))))
}

/** Luhn's check of ISO/IEC 7812-1. */
function isCardNumber(text: string): boolean {
  const digits = [...text].map(Number).toReversed()
  const sum = digits.reduce((total, digit, index) => {
    const weighed = index % 2 === 1 ? digit * 2 : digit
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return digits.length >= 13 && sum % 10 === 0
}

/** The check of ISO 13616: what is left of it after 97. */
function isIban(text: string): boolean {
  const account = text.replaceAll(' ', '')
  const turned = account.slice(4) + account.slice(0, 4)
  const digits = [...turned].map((character) => String(parseInt(character, 36))).join('')
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}

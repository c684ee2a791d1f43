import { attemptOnce } from '#doctor/examine.ts'
import { causes } from '#doctor/catalogue.ts'
import { judge } from '#doctor/judge.ts'
import { nodeSenses } from '#doctor/node.ts'
import type { Verdict } from '#protocol/verdict.ts'
import { nearest } from '#shared/nearest.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { systemClock as clock } from '../clock.ts'
import { authoritiesIn } from './authorities.ts'
import { confirmedFile, keepConfirmed } from './confirmed.ts'
import { exitCodeOf } from './exit-code.ts'
import { readCase } from './read-case.ts'

/** `holdfast doctor fix-check FILE`: asks again, as then, and says whether what was found then is mended. */
export async function fixCheck({ flags, words: [file, ...more] }: Arguments): Promise<Outcome<number, string>> {
  const refusal = unknownFlag({ command: 'doctor fix-check', flags }, ['--ca', '--cause', '--confirmed'])
  if (refusal !== undefined) return fail(refusal)
  if (file === undefined) {
    return fail('Mended since when? Write `holdfast doctor fix-check FILE.json`, with what --evidence printed before.')
  }
  if (more[0] !== undefined) return fail(`\`${more[0]}\` is one file too many: check one case at a time.`)
  const read = await readCase(file)
  if (!read.ok) return read
  const { target, edge } = read.value.given
  if (target?.url === undefined || !URL.canParse(target.url)) {
    return fail(`${file} does not say which site it is about: \`target.url\` is missing.`)
  }
  const named = flags.get('--cause')
  if (named !== undefined && !causes.has(named))
    return fail(`\`${named}\` is no cause that the doctor knows: ${nearOf(named)}`)
  const ca = await authoritiesIn(flags.get('--ca'))
  if (!ca.ok) return ca
  const before = judge(read.value.given)
  const senses = nodeSenses({ clock, ...(ca.value === undefined ? {} : { ca: ca.value }) })
  const origin = originOf(edge)
  const { says, isOk } = await attemptOnce(senses, {
    url: new URL(target.url),
    ...(origin === undefined ? {} : { origin }),
  })
  const at = new Date(clock.now()).toISOString().slice(11, 19)
  const wasDown = before.standing === 'fails'
  console.log(`${before.code ?? before.standing} → ${says} at ${at} UTC.`)
  if (isOk && wasDown) await confirm(before, { named, site: new URL(target.url).host, flags })
  return ok(isOk ? 0 : exitCodeOf(before))
}

interface Confirming {
  /** What was mended, by whoever mended it. */
  readonly named: string | undefined
  readonly site: string
  readonly flags: ReadonlyMap<string, string>
}

/** Less than this is no knowledge of what it was: then whoever mended it has to say. */
const sureEnough = 0.5

/** That it answers after a fix proves what was mended; kept, it makes the next verdict here a better one. */
async function confirm(before: Verdict, { named, site, flags }: Confirming): Promise<void> {
  const [likeliest] = before.causes
  const isAlone = likeliest !== undefined && likeliest.p >= sureEnough && before.cannotTell.length < 2
  const cause = named ?? (isAlone ? likeliest.id : undefined)
  if (cause === undefined) {
    const others = before.causes.map(({ id }) => id).join(', ')
    console.log(`It answers again. Which of these was mended? Say it by --cause, and it is kept: ${others}.`)
    return
  }
  console.log(`It answers again. Cause confirmed: ${cause}.`)
  const file = await confirmedFile(flags)
  if (file === undefined) return
  const p = before.causes.find(({ id }) => id === cause)?.p ?? 0
  const kept = await keepConfirmed(file, { at: new Date(clock.now()).toISOString(), site, cause, p })
  console.log(kept.ok ? `Kept in ${file}: it counts when the next verdict is made here.` : `Not kept: ${kept.error}`)
}

function nearOf(word: string): string {
  const near = nearest(word, [...causes.keys()])
  return near === undefined ? 'docs/causes lists them.' : `did you mean \`${near}\`?`
}

/** Where it was asked then, if that was a place and not a name. */
function originOf(edge: { readonly address?: string | undefined; readonly port?: number | undefined } | undefined) {
  if (edge?.address === undefined) return undefined
  return { address: edge.address, ...(edge.port === undefined ? {} : { port: edge.port }) }
}

import { attemptOnce } from '#doctor/examine.ts'
import { judge } from '#doctor/judge.ts'
import { nodeSenses } from '#doctor/node.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { unknownFlag, type Arguments } from '../arguments.ts'
import { systemClock as clock } from '../clock.ts'
import { authoritiesIn } from './authorities.ts'
import { exitCodeOf } from './exit-code.ts'
import { readCase } from './read-case.ts'

/** `holdfast doctor fix-check FILE`: asks again, as then, and says whether what was found then is mended. */
export async function fixCheck({ flags, words: [file, ...more] }: Arguments): Promise<Outcome<number, string>> {
  const refusal = unknownFlag({ command: 'doctor fix-check', flags }, ['--ca'])
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
  const suspect = before.causes[0]
  const wasDown = before.standing === 'fails'
  console.log(`${before.code ?? before.standing} → ${says} at ${at} UTC.`)
  if (isOk && wasDown && suspect !== undefined) {
    console.log(`It answers again. What was mended in between was the cause; before, ${suspect.id} was the likeliest.`)
  }
  return ok(isOk ? 0 : exitCodeOf(before))
}

/** Where it was asked then, if that was a place and not a name. */
function originOf(edge: { readonly address?: string | undefined; readonly port?: number | undefined } | undefined) {
  if (edge?.address === undefined) return undefined
  return { address: edge.address, ...(edge.port === undefined ? {} : { port: edge.port }) }
}

import { fail, type Outcome } from '#shared/outcome.ts'
import type { Arguments } from '../arguments.ts'
import { unknownFlag } from '../arguments.ts'
import { openBundle } from './open-bundle.ts'

/** `holdfast support open FILE (--picture FILE)`: what somebody who asks for help has sent. It needs no settings and no server. */
export async function supportCommand({ command, flags, words }: Arguments): Promise<Outcome<number, string>> {
  const [action, file, more] = words
  const refusal = unknownFlag({ command, flags }, ['--json', '--picture'])
  if (refusal !== undefined) return fail(refusal)
  if (action === undefined) return fail('What is to be done? Write `holdfast support open FILE`.')
  if (action !== 'open') return fail(`\`holdfast support\` cannot \`${action}\`: write \`holdfast support open FILE\`.`)
  if (file === undefined) return fail('Which bundle is to be opened? Write `holdfast support open FILE`.')
  if (more !== undefined) return fail(`\`${more}\` is one file too many: open one bundle at a time.`)
  const picture = flags.get('--picture')
  if (picture === 'true') return fail('Where is the picture to go? Write `--picture FILE`.')
  return openBundle(file, { isJson: flags.has('--json'), ...(picture !== undefined && { pictureFile: picture }) })
}

import type { Side } from '#protocol/fault.ts'
import type { VisitorTests } from '#protocol/visitor-tests.ts'
import type { VisitorSeen } from './seen.ts'

export interface ActionInput {
  readonly side: Side | null
  readonly p: number
  readonly tests: Omit<VisitorTests, 'verdict'>
  readonly seen: readonly VisitorSeen[]
}

/** Below this the next thing to do is to find out more. */
const sureEnough = 0.6

/** The one thing to do now. */
export function actionFor(input: ActionInput): string {
  const { side, p } = input
  if (side === null) return 'Go back to your story.'
  if (p < sureEnough) return whatTellsMore(input)
  return actions[side](input)
}

const wait =
  'There is nothing to do on your device: wait. This page and your stories ask again by themselves, what you write is kept here, and refreshing by hand makes nothing faster.'

const actions: Readonly<Record<Side, (input: ActionInput) => string>> = {
  you: () =>
    'Open the site in a private window, or in another browser on this device. If it works there, an extension or a filter of this browser stands in the way: switch it off for this site.',
  'your-network': ({ seen, tests }) => {
    if (answerTo(seen, 'device') === 'offline')
      return 'Connect this device to a network. What you write until then is kept here and sent by itself.'
    if (answerTo(seen, 'edge') === 'foreign')
      return 'Open another site in a new tab: if your network asks you to sign in or to agree to something, do that there.'
    if (wasTaken(tests, 'vpn', 'mended'))
      return 'Leave the VPN or proxy off for this site, or choose another place in it.'
    return 'Use another network for now, such as the phone’s own instead of the Wi-Fi, and tell whoever runs this one that it does not reach this site.'
  },
  edge: ({ seen }) =>
    answerTo(seen, 'edge') === 'challenge'
      ? 'Load this page anew: the CDN in front of the site wants to see that a person asks.'
      : wait,
  path: () => wait,
  hosting: () => wait,
  server: () => wait,
  model: () =>
    'Choose another model for the next reply, or wait: a reply that was begun goes on by itself when the model server is back.',
}

function whatTellsMore({ tests, side }: ActionInput): string {
  const isNearReader = side === 'you' || side === 'your-network' || side === 'edge'
  if (!isNearReader) return wait
  if (!tests.steps.some(({ step }) => step === 'vpn'))
    return 'Go on with the steps below: a VPN or proxy comes first, and then a look from another network, which tells most.'
  return 'Look from another network, as with the phone’s own: nothing else tells your network from our edge.'
}

function answerTo(seen: readonly VisitorSeen[], feature: VisitorSeen['feature']): string | undefined {
  return seen.find((one) => one.feature === feature)?.value
}

function wasTaken({ steps }: ActionInput['tests'], step: string, outcome: string): boolean {
  return steps.some((one) => one.step === step && one.outcome === outcome)
}

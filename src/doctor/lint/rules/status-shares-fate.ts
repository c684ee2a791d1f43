import { listed, type LintRule } from '../rule.ts'

/** The status page goes down with what it is to report on. */
export const statusSharesFate: LintRule = {
  id: 'status-shares-fate',
  lacks: ({ settings }) => (settings === undefined ? 'Holdfast’s settings: run it where they are' : undefined),
  run({ settings, names = [], origin = [], host }) {
    if (settings === undefined) return []
    const { statusPublicUrl, statusAddresses = [], sharesDataDir, sharesHost } = settings
    const verify = 'Run `holdfast doctor lint` again: this finding is gone.'
    if (statusPublicUrl === null) {
      return [
        {
          severity: 'warning',
          says: `The status page is to be had through the edge alone${sharesHost ? ', and runs on the machine of the server' : ''}: when either goes, nobody reads why.`,
          fix: 'Run `holdfast status` on another machine, with a name of its own in `statusPublicUrl`.',
          verify,
        },
      ]
    }
    const ours = new Set([...names, ...origin, ...(host?.addresses ?? [])])
    const shared = statusAddresses.filter((address) => ours.has(address))
    return [
      ...(shared.length === 0
        ? []
        : [
            {
              severity: 'warning' as const,
              says: `The status page (${statusPublicUrl}) is at ${listed(shared)}, which is the site’s own address: they go down together.`,
              fix: 'Run `holdfast status` on another machine, best with another provider.',
              verify,
            },
          ]),
      ...(sharesDataDir && shared.length === 0 && sharesHost
        ? [
            {
              severity: 'note' as const,
              says: 'The status process keeps what it knows in the folder of the server’s chats: a full disk stops both.',
              fix: 'Give it a `dataDir` of its own, on another disk.',
              verify,
            },
          ]
        : []),
    ]
  },
}

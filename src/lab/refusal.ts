import { call } from './hosts/call.ts'
import { markedName, ownMark } from './hosts/mark.ts'

/** Why the lab cannot be on this machine, in one sentence with what to do; undefined when it can. */
export async function whyNoLab(isRoot: boolean = process.getuid?.() === 0): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'The lab makes network namespaces, which only Linux has: run it there.'
  if (!isRoot) return 'The lab makes network namespaces, for which it must be root: run it with sudo.'
  const [ip, nft] = await Promise.all([works('ip', ['-V']), works('nft', ['-v'])])
  if (!ip) return 'The lab needs `ip`: sudo apt-get install --yes iproute2.'
  if (!nft) return 'The lab needs `nft`: sudo apt-get install --yes nftables.'
  return permission()
}

async function works(command: string, args: readonly string[]): Promise<boolean> {
  return call(command, args).then(
    () => true,
    () => false,
  )
}

/** A container may be root and still not be allowed to. */
async function permission(): Promise<string | undefined> {
  const name = markedName(ownMark(), 'may')
  try {
    await call('ip', ['netns', 'add', name])
  } catch (error) {
    return `This machine does not let the lab make network namespaces (${String(error)}): give the container the capabilities SYS_ADMIN and NET_ADMIN.`
  }
  try {
    await call('ip', ['netns', 'exec', name, 'nft', 'add', 'table', 'inet', 'lab'])
    return undefined
  } catch (error) {
    return `This machine's kernel does not let the lab have a firewall in a namespace (${String(error)}): it needs nf_tables.`
  } finally {
    await call('ip', ['netns', 'delete', name])
  }
}

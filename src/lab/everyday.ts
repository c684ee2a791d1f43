import type { Fault } from './fault.ts'
import type { Stage } from './stage.ts'

/** Often enough that some of them come while the doctor looks. */
const visitorEveryMs = 300

/**
 * What goes on at a site besides its fault, in some seeds: visitors who come by another way, and rules of the firewall that have
 * nothing to do with it.
 */
export async function beginEveryday(stage: Stage, { isTls }: Pick<Fault, 'isTls'>): Promise<void> {
  if (stage.chance() < 0.5) {
    const port = isTls === true ? 443 : 80
    await stage.crowd('other', { count: 1, does: { comeEveryMs: visitorEveryMs }, readyAt: 0, port })
  }
  if (stage.chance() < 0.5) {
    await stage.world.firewall('origin', [
      'add table inet everyday',
      'add chain inet everyday input { type filter hook input priority -5; }',
      'add rule inet everyday input tcp dport { 23, 3389 } counter drop',
      'add rule inet everyday input ip saddr 203.0.113.66 counter reject with icmp type admin-prohibited',
    ])
  }
}

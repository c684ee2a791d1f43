import type { Job, Lease, Storage } from '../port.ts'
import type { Means } from './means.ts'

type JobRecords = Pick<
  Storage,
  | 'extendLease'
  | 'dropLease'
  | 'takeOver'
  | 'job'
  | 'jobState'
  | 'updateJob'
  | 'endJob'
  | 'requestStop'
  | 'stopsRequested'
>

export function jobRecords({ database: { records, commit }, query }: Means): JobRecords {
  const living = () => records.selectFrom('jobs').selectAll().where('ended_at', 'is', null)
  const setState = query.template(['id', 'epoch', 'state', 'writer'], ({ id, epoch, ...change }) =>
    ownedBy(id, epoch).set(change),
  )
  const setEnd = query.template(['id', 'epoch', 'state', 'ended_at', 'fault'], ({ id, epoch, ...end }) =>
    ownedBy(id, epoch).set(end),
  )
  const setText = query.template(['id', 'text'], ({ id, text }) =>
    records.updateTable('messages').set({ text }).where('id', '=', id),
  )

  return {
    extendLease: ({ name, process, until }) =>
      commit.run(() => {
        const lease = { process, lease_until: until }
        query.run(
          records
            .insertInto('owners')
            .values({ name, ...lease })
            .onConflict((conflict) => conflict.column('name').doUpdateSet(lease)),
        )
      }),

    dropLease: (name) => commit.run(() => drop(name)),

    takeOver: (owner, isFree) =>
      commit.run(() => {
        const isGone = new Map<string, boolean>()
        for (const lease of leases()) isGone.set(lease.name, lease.name !== owner.name && isFree(lease))
        for (const [name, gone] of isGone) if (gone) drop(name)
        const others = query.all(living()).filter((job) => job.owner !== owner.name)
        const free = others.filter((job) => isGone.get(job.owner) ?? isFree(undefined))
        return free.map((job) => {
          const epoch = job.epoch + 1
          query.run(records.updateTable('jobs').set({ owner: owner.name, epoch }).where('id', '=', job.id))
          return jobOf({ ...job, epoch })
        })
      }),

    async job(id) {
      const row = query.first(living().where('id', '=', id))
      return row && jobOf(row)
    },

    async jobState(id) {
      return query.first(records.selectFrom('jobs').select('state').where('id', '=', id))?.state
    },

    updateJob: (id, epoch, change) => commit.run(() => setState.run({ id, epoch, ...change }) === 1),

    endJob: (id, epoch, { state, text, fault, now }) =>
      commit.run(() => {
        const end = { state, ended_at: now, fault: fault === null ? null : JSON.stringify(fault) }
        if (setEnd.run({ id, epoch, ...end }) === 0) return false
        setText.run({ id, text })
        return true
      }),

    requestStop: (id) =>
      commit.run(
        () =>
          void query.run(
            records.updateTable('jobs').set({ stop_requested: 1 }).where('id', '=', id).where('ended_at', 'is', null),
          ),
      ),

    stopsRequested: async (owner) =>
      query.all(living().where('owner', '=', owner).where('stop_requested', '=', 1)).map(({ id }) => id),
  }

  function leases(): readonly Lease[] {
    const rows = query.all(records.selectFrom('owners').selectAll())
    return rows.map(({ name, process, lease_until: until }) => ({ name, process, until }))
  }

  function drop(name: string): void {
    query.run(records.deleteFrom('owners').where('name', '=', name))
  }

  function ownedBy(id: string, epoch: number) {
    return records.updateTable('jobs').where('id', '=', id).where('epoch', '=', epoch).where('ended_at', 'is', null)
  }
}

interface JobRow extends Omit<Job, 'chatId' | 'stopRequested'> {
  readonly chat_id: string
  readonly stop_requested: number
}

function jobOf({ id, chat_id: chatId, state, epoch, asked, writer, stop_requested }: JobRow): Job {
  return { id, chatId, state, epoch, asked, writer, stopRequested: stop_requested === 1 }
}

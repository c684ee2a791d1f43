import { causes } from '#doctor/catalogue.ts'
import { judge } from '#doctor/judge.ts'
import type { Expert } from '#lab/lab.ts'

/** The doctor, for the lab: every fault comes as often as any other there, and so it is to believe. */
export const expert: Expert = {
  judge: (given) => judge(given, { prior: 'even' }),
  causeOf(fault) {
    const found = [...causes].find(([, { lab }]) => lab.includes(fault))
    return found === undefined ? undefined : { cause: found[0], side: found[1].side }
  },
}

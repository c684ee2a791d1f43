import type { Cause, Causes } from './causes/cause.ts'
import { brokenAnswers } from './causes/broken-answers.ts'
import { certificates } from './causes/certificates.ts'
import { handshakes } from './causes/handshakes.ts'
import { hanging } from './causes/hanging.ts'
import { names, others } from './causes/names.ts'
import { noWay } from './causes/no-way.ts'
import { silences } from './causes/silences.ts'
import { turnedAway } from './causes/turned-away.ts'
import { unheard } from './causes/unheard.ts'

/** Causes that look alike, for whoever reads about them. */
export const families: readonly Family[] = [
  { title: 'Refused: nothing takes the connection in (521)', causes: unheard },
  { title: 'Refused: somebody else says no (521)', causes: turnedAway },
  { title: 'Silence (522)', causes: silences },
  { title: 'No way there (523)', causes: noWay },
  { title: 'Connected, and nothing comes (524)', causes: hanging },
  { title: 'Connected, and no whole answer (520)', causes: brokenAnswers },
  { title: 'No encryption (525)', causes: handshakes },
  { title: 'The certificate is not believed (526)', causes: certificates },
  { title: 'The name (530)', causes: names },
  { title: 'Otherwise', causes: others },
]

export interface Family {
  readonly title: string
  readonly causes: Causes
}

/** Every cause by its id, which is also the name of its page. */
export const causes: ReadonlyMap<string, Cause> = new Map(families.flatMap((family) => Object.entries(family.causes)))

/** Nothing wrong, and nothing known: both are weighed as if they were causes. */
export const wellId = 'well'
export const unknownId = 'something-else'

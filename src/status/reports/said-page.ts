import type { ReportAnswer } from '#protocol/report.ts'
import { markup } from '#shared/markup.ts'
import type { PeoplePage } from '../people/page.ts'

/** What somebody sees who has said "I see it too". */
export function saidPage({ isCounted, isConfirmed, people, isReported }: ReportAnswer, name?: string): PeoplePage {
  const title = isCounted ? 'Thank you, that is noted' : 'You have said so already'
  const what = name === undefined ? 'this' : name
  return {
    title,
    main: markup`<h1>${title}</h1>
      <p>${peopleWords(people, what)}</p>
      <p>${meaning({ isConfirmed, isReported })}</p>
      <p>
        You need not say it again: one word in a quarter of an hour counts. Your address is not kept.
      </p>
      <p><a class="button" href="./">To the status page</a></p>`,
  }
}

function peopleWords(people: number, what: string): string {
  if (people <= 1) return `You are the first within an hour to say that ${what} fails.`
  return `${people} people have said within the last hour that ${what} fails.`
}

function meaning({ isConfirmed, isReported }: Pick<ReportAnswer, 'isConfirmed' | 'isReported'>): string {
  if (isConfirmed) return 'Our edge knows the fault that you met, so this counts as a measurement.'
  if (isReported) return 'That is more than chance: the status page says that people report trouble.'
  return 'When it is more than chance, the status page says so, whatever our own tests see.'
}

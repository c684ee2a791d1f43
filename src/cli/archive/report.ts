import type { ImportCounts, ImportDamage, ImportReport } from '#protocol/imports.ts'
import { counted } from '../backup/wording.ts'

const mostShown = 20

/** What an import has done, for a person at a terminal. `done` is undefined when there was nothing to do. */
export function reportLines(report: ImportReport): {
  readonly done: string | undefined
  readonly trouble: readonly string[]
} {
  const { chats, messages, damages, damageCount, differences, missing, passedOver } = report
  const isEmpty = totalOf(chats) + totalOf(messages) === 0
  return {
    done: isEmpty ? undefined : doneLine(report),
    trouble: [
      ...(damageCount === 0 ? [] : [`Could not be taken as it stood (${damageCount}):`]),
      ...damages.slice(0, mostShown).map(damageLine),
      ...more(damageCount),
      ...(missing === null || missing.chats + missing.messages === 0
        ? []
        : [`Missing from the file: ${counted(missing.chats, 'chat')}, ${counted(missing.messages, 'message')}.`]),
      ...(differences.length === 0
        ? []
        : [`Has other content here, and was kept as it is here (${chats.differing + messages.differing}):`]),
      ...differences.slice(0, mostShown).map(({ line, chatId, messageId }) => {
        return `  line ${line}: ${messageId === null ? `the title of chat ${chatId}` : `message ${messageId}`}`
      }),
      ...more(chats.differing + messages.differing),
      ...(passedOver === 0 ? [] : [`${counted(passedOver, 'line')} can only be read by a newer Holdfast.`]),
    ],
  }
}

function doneLine({ chats, messages }: ImportReport): string {
  const taken = `Took in ${counted(chats.taken, 'chat')} and ${counted(messages.taken, 'message')}`
  if (chats.here + messages.here === 0) return `${taken}.`
  return `${taken}; ${counted(chats.here, 'chat')} and ${counted(messages.here, 'message')} were here already.`
}

function damageLine({ line, chatId, reason, because }: ImportDamage): string {
  const where = line === null ? 'the file' : `line ${line}`
  return `  ${where}${chatId === null ? '' : `, chat ${chatId}`}: ${reason} (${because})`
}

function more(count: number): readonly string[] {
  return count > mostShown ? [`  and ${count - mostShown} more`] : []
}

function totalOf({ taken, here, differing }: ImportCounts): number {
  return taken + here + differing
}

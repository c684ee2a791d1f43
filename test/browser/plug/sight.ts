import type { Page } from 'playwright-core'

/** What somebody sees who looks at a tab. */
export interface Sight {
  /** The chat that is open; null on a blank page. */
  readonly chatId: string | null
  /** What the box says it is for. */
  readonly label: string
  readonly box: string
  /** Texts of other tabs that are offered beside the box. */
  readonly offers: readonly string[]
  /** The beginnings of texts that were begun on other branches, as they are offered. */
  readonly elsewhere: readonly string[]
  readonly waiting: readonly SeenWaiting[]
  readonly own: readonly Seen[]
  readonly replies: readonly SeenReply[]
}

export interface Seen {
  readonly id: string
  readonly text: string
}

export interface SeenWaiting extends Seen {
  /** All that the page says of it, for whoever reads the log of a walk. */
  readonly says: string
}

export interface SeenReply extends Seen {
  readonly state: string
}

export function look(page: Page): Promise<Sight> {
  return page.evaluate(() => {
    const textsOf = (selector: string): string[] =>
      [...document.querySelectorAll(selector)].map(({ textContent }) => textContent)
    const seen = (selector: string, name: string): Seen[] =>
      [...document.querySelectorAll(selector)].map((element) => ({
        id: element.getAttribute(name) ?? '',
        text: element.querySelector('.prose')?.textContent ?? '',
      }))
    const box = document.querySelector('#box')
    return {
      chatId: /^\/chats\/(.+)$/.exec(location.pathname)?.[1] ?? null,
      label: box?.getAttribute('aria-label') ?? '',
      box: box instanceof HTMLTextAreaElement ? box.value : '',
      offers: textsOf('.offer blockquote'),
      elsewhere: textsOf('.composer .quiet-line').flatMap(
        (line) => /another branch of this chat: “(.*)”/s.exec(line)?.[1] ?? [],
      ),
      waiting: seen('[data-turn]', 'data-turn').map((turn) => ({
        ...turn,
        says: document.querySelector(`[data-turn="${turn.id}"]`)?.textContent ?? '',
      })),
      own: seen('article.own[data-message]', 'data-message'),
      replies: [...document.querySelectorAll('[data-reply]')].map((reply) => ({
        id: reply.getAttribute('data-reply') ?? '',
        state: reply.getAttribute('data-state') ?? '',
        text: reply.textContent,
      })),
    }
  })
}

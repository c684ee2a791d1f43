import { batch, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Accepted, Message } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import type { MakeId } from '#shared/ids.ts'
import type { Draft, Drafts } from '../drafts/drafts.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { NewTurn } from '../outbox/queue.ts'
import type { Spot, WaitingTurn } from '../outbox/waiting-turn.ts'
import type { Backends } from './backends.ts'
import type { BegunSheets } from './begun-sheets.ts'
import type { Prepared } from './prepared.ts'
import { chatPath, type Router } from './route.ts'
import { SendingLine } from './sending-line.ts'
import type { Story } from './story.ts'

// Where the drafts of a chat that does not exist yet, and of messages that are being written anew, are kept.
const blankPage = 'blank-page'
const editOf = (messageId: string): string => `edit:${messageId}`
const rewritingOf = (turnId: string): string => `waiting:${turnId}`

export interface ComposingMeans {
  readonly makeId: MakeId
  readonly drafts: Drafts
  readonly outbox: Pick<Outbox, 'turns' | 'add' | 'rewrite' | 'withdraw'>
  readonly backends: Pick<Backends, 'asked'>
  readonly router: Pick<Router, 'replace'>
  readonly prepared: Pick<Prepared, 'value' | 'clear'>
  readonly begun: Pick<BegunSheets, 'keep'>
  readonly story: ReadonlySignal<Story | null>
}

/** What is done with the box: sending what stands in it, and opening in it what was written before. */
export class Composing {
  /** Why the last turn of a box was not taken, by the place that its text went back to. */
  readonly refused: Signal<ReadonlyMap<string, Problem>> = signal(new Map())
  readonly #means: ComposingMeans
  /** By the places whose text is on its way into the outbox. */
  readonly #leaving = new Map<string, SendingLine>()

  constructor(means: ComposingMeans) {
    this.#means = means
    // In every tab: the one that put it there may have died before it cleared the box.
    effect(() => means.outbox.turns.value.forEach((turn) => this.#clearBoxOf(turn)))
  }

  /** The name of the draft that the box shows. */
  place(story: Story | null): string {
    if (story === null) return blankPage
    if (story.rewriting.value !== null) return rewritingOf(story.rewriting.value)
    return story.editing.value === null ? placeOf(story) : editOf(story.editing.value.id)
  }

  draft(story: Story | null): Draft {
    return this.#means.drafts.of(this.place(story))
  }

  /** What was begun on branches of this chat that are not open. */
  begunElsewhere(story: Story): readonly Draft[] {
    const { drafts } = this.#means
    return drafts
      .places(story.id)
      .filter((place) => place !== placeOf(story))
      .map((place) => drafts.of(place))
  }

  /** Brings what was begun on another branch into the box of this one. */
  bringHere(story: Story, other: Draft): void {
    this.#means.drafts.of(placeOf(story)).giveBack(other.text.peek())
    other.write('')
  }

  /**
   * The open branch of a chat got another name, of which its reader has seen nothing: their words stay in the box. Without
   * this, whoever types at that moment would find half a word there and half on another branch.
   */
  keepInBox(chatId: string, before: string | null, now: string | null): void {
    this.#means.drafts.carry(placeIn(chatId, before), placeIn(chatId, now))
  }

  /** Sends what stands in the box. It is taken out when the outbox has it on the disk, and not before. */
  async send(story: Story | null): Promise<void> {
    const text = this.draft(story).text.peek()
    const line = this.#leaving.get(this.place(story))
    if (line !== undefined) line.add(text)
    else if (text.trim() !== '') await this.#sendAll(story, text, new SendingLine(text))
  }

  /** Opens an own message for writing it anew; what was begun there before is still there. */
  edit(story: Story, message: Message): void {
    this.#open(editOf(message.id), message.text)
    batch(() => {
      story.rewriting.value = null
      story.editing.value = message
    })
  }

  /** Opens a waiting turn in the box. */
  rewrite(story: Story, turn: WaitingTurn): void {
    this.#open(rewritingOf(turn.id), turn.text)
    batch(() => {
      story.editing.value = null
      story.rewriting.value = turn.id
    })
  }

  /** Leaves what is being written anew as it was. */
  leave(story: Story): void {
    story.editing.value = null
    story.rewriting.value = null
  }

  /** Takes a waiting turn out of the line; its text goes back into the box. */
  async takeBack(turn: WaitingTurn): Promise<void> {
    const { drafts, outbox } = this.#means
    // First into the box, then out of the line: a crash between the two leaves the words twice, and never nowhere.
    const text = this.giveBack(turn)
    if (await outbox.withdraw(turn)) this.#end(turn)
    else drafts.of(turn.place).takeOut(text)
  }

  /** Puts the words of a turn back into its box, as they were changed last. */
  giveBack(turn: WaitingTurn): string {
    const { drafts } = this.#means
    const changed = drafts.of(rewritingOf(turn.id)).text.peek()
    const text = changed === '' ? turn.text : changed
    drafts.of(turn.place).giveBack(text)
    return text
  }

  /** The server has a turn. Whoever was about to change its words goes on with the message that it has become. */
  accepted(turn: WaitingTurn, { messageId }: Accepted): void {
    this.#clearBoxOf(turn)
    const story = this.#means.story.peek()
    const draft = this.#means.drafts.of(rewritingOf(turn.id))
    const text = draft.text.peek()
    if (text !== '' && text !== turn.text) this.#means.drafts.of(editOf(messageId)).write(text)
    if (text !== '') draft.write('')
    if (story?.rewriting.peek() !== turn.id) return
    const message = story.messages.peek().find(({ id }) => id === messageId)
    if (message === undefined) this.leave(story)
    else this.edit(story, message)
  }

  /** The server refused a turn. */
  returned(turn: WaitingTurn, problem: Problem): void {
    this.refused.value = new Map(this.refused.value).set(turn.place, problem)
    this.#end(turn)
  }

  /** Takes away the notice of a refused turn. */
  forgive(place: string): void {
    if (!this.refused.value.has(place)) return
    this.refused.value = new Map([...this.refused.value].filter(([name]) => name !== place))
  }

  #clearBoxOf({ madeOf }: WaitingTurn): void {
    if (madeOf !== undefined) this.#means.drafts.letGo(madeOf)
  }

  /** A turn waits no more, and its words are in its box: if that is the box of a message written anew, it is shown. */
  #end({ id, chatId, isEdit, place }: WaitingTurn): void {
    const story = this.#means.story.peek()
    this.#means.drafts.of(rewritingOf(id)).write('')
    if (story?.rewriting.peek() === id) this.leave(story)
    if (!isEdit || story?.id !== chatId) return
    const message = story.messages.peek().find((one) => editOf(one.id) === place)
    if (message !== undefined) this.edit(story, message)
  }

  #open(place: string, text: string): void {
    const draft = this.#means.drafts.of(place)
    if (draft.text.peek() === '') draft.write(text)
  }

  async #sendAll(story: Story | null, text: string, line: SendingLine): Promise<void> {
    const place = this.place(story)
    const draft = this.#means.drafts.of(place)
    const rewriting = story?.rewriting.peek() ?? null
    this.#leaving.set(place, line)
    this.forgive(place)
    let restIn: string | null = null
    if (story !== null && rewriting !== null) await this.#rewrite(story, { id: rewriting, text, draft })
    else restIn = await this.#sendNew(story, { place, text, draft })
    this.#leaving.delete(place)
    const next = line.left(text)
    const now = this.#means.story.peek()
    // What cannot go the same way stays in its box.
    if (next === undefined || this.place(now) !== restIn || !this.draft(now).text.peek().startsWith(next)) return
    await this.#sendAll(now, next, line)
  }

  /** Answers with the place in which stands what was typed meanwhile, or null if these words could not be kept. */
  async #sendNew(story: Story | null, { place, text, draft }: Leaving): Promise<string | null> {
    // Whoever finds that edit in a box after a crash may empty it, so it must be of these words alone.
    const madeOf = draft.text.peek() === text ? draft.edit.peek() : undefined
    const turn = { ...this.#turn(story, text, place), madeOf }
    if (turn.spot.sheet !== undefined) this.#means.begun.keep(turn.chatId, turn.spot.sheet)
    const kept = await this.#means.outbox.add(turn, turn.isEdit ? undefined : this.#waitingLast(turn.chatId))
    if (!kept.ok) return null
    draft.takeOut(text)
    if (story === null) this.#openChat(turn, draft)
    else if (turn.isEdit) story.editing.value = null
    return turn.place
  }

  // Whatever was typed in the moment in which the first message was kept belongs to the chat by now.
  #openChat(turn: NewTurn, draft: Draft): void {
    const { chatId } = turn
    const { drafts, prepared, router, story } = this.#means
    prepared.clear(turn.spot.sheet)
    const rest = draft.text.peek()
    if (rest !== '') {
      drafts.of(chatId).write(rest, draft.caret.peek())
      draft.write('')
    }
    if (story.peek() === null) router.replace(chatPath(chatId))
  }

  async #rewrite(story: Story, { id, text, draft }: { id: string; text: string; draft: Draft }): Promise<void> {
    const { outbox } = this.#means
    const turn = outbox.turns.peek().find((one) => one.id === id)
    if (turn !== undefined && (await outbox.rewrite(turn, text))) {
      draft.takeOut(text)
      this.leave(story)
    }
  }

  /** Where a turn goes that is sent with this in sight. */
  #endOf(story: Story | null): Spot {
    if (story === null) return { parentId: null, isNewChat: true, isAfterReply: false, ...this.#preparedFor(null) }
    // What cannot be read has an end that only the server knows, and may be a chat that it has never heard of: all that was
    // written in it was taken back before it could be sent.
    if (!story.isLoaded.peek()) return { ...endOfCopy(undefined), ...this.#preparedFor(story) }
    const last = story.messages.peek().at(-1)
    // What waits may be accepted before this turn is kept behind it.
    const hasWaiting = this.#waitingLast(story.id) !== undefined
    if (last === undefined) return { ...endOfCopy(undefined), ...this.#preparedFor(story) }
    if (hasWaiting || story.copyAsOf.peek() !== null) return endOfCopy(last.id)
    return { parentId: last.id, isNewChat: false, isAfterReply: story.writing.peek() !== undefined }
  }

  /** What a new chat is about. One whose first words were taken back before it was made keeps what it had. */
  #preparedFor(story: Story | null): Pick<Spot, 'sheet'> {
    const sheet = story === null ? this.#means.prepared.value.peek()?.sheet : story.about.sheet.peek()
    return sheet === undefined || sheet === null ? {} : { sheet }
  }

  #waitingLast(chatId: string): string | undefined {
    return this.#means.outbox.turns.peek().findLast((turn) => turn.chatId === chatId)?.id
  }

  #turn(story: Story | null, text: string, place: string): NewTurn {
    const { makeId, backends } = this.#means
    const chatId = story?.id ?? makeId()
    const edited = story?.editing.peek() ?? null
    const model = backends.asked.peek()
    return {
      id: makeId(),
      chatId,
      text,
      ...(model === undefined ? {} : { model }),
      place: story === null ? chatId : place,
      isEdit: edited !== null,
      spot: edited === null ? this.#endOf(story) : { parentId: edited.parentId, isNewChat: false, isAfterReply: false },
    }
  }
}

interface Leaving {
  readonly place: string
  readonly text: string
  readonly draft: Draft
}

function placeOf(story: Story): string {
  return placeIn(story.id, story.branch.value)
}

function placeIn(chatId: string, branch: string | null): string {
  return branch === null ? chatId : `${chatId}/${branch}`
}

function endOfCopy(lastId: string | undefined): Spot {
  // Making a chat is asked for under its id, so that asking once too often makes nothing.
  if (lastId === undefined) return { isNewChat: true, isAfterReply: true }
  return { parentId: lastId, isNewChat: false, isAfterReply: true, mayHaveGrown: true }
}

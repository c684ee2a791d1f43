import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Means } from '../means.ts'

/**
 * Whether the browser has promised not to clear by itself what is kept here. It is asked once, when there is something to
 * lose: some browsers pass the question on to the person, who could make nothing of it before.
 */
export class Lasting {
  /** Null before there was an answer. */
  readonly isPromised: Signal<boolean | null> = signal<boolean | null>(null)

  constructor({ persist }: Pick<Means, 'persist'>, hasSomethingToLose: ReadonlySignal<boolean>) {
    const stop = effect(() => {
      if (!hasSomethingToLose.value) return
      void persist().then((answer) => (this.isPromised.value = answer))
      // An effect cannot end itself while it runs for the first time.
      queueMicrotask(() => stop())
    })
  }
}

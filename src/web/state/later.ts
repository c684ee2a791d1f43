import { signal, type Signal } from '@preact/signals'

/** A part of the page whose code comes when it is needed first, so that the page itself is there sooner. */
export class Later<T> {
  /** Null until it has come. */
  readonly part: Signal<T | null> = signal(null)
  /** It was to be had neither from the device nor from the edge. */
  readonly hasFailed: Signal<boolean> = signal(false)
  readonly #load: () => Promise<T>
  #coming: Promise<void> | null = null

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  /** Has it come. After a failure calling this again tries again. */
  come(): Promise<void> {
    this.#coming ??= this.#load().then(
      (part) => {
        this.part.value = part
        this.hasFailed.value = false
      },
      () => {
        this.#coming = null
        this.hasFailed.value = true
      },
    )
    return this.#coming
  }
}

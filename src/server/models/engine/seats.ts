/** A few things that are lent out one by one; who finds none left waits in line. */
export class Seats<T> {
  readonly #free: T[]
  readonly #line: ((seat: T) => void)[] = []

  constructor(seats: readonly T[]) {
    this.#free = [...seats]
  }

  async take(): Promise<T> {
    return this.#free.pop() ?? (await new Promise<T>((resolve) => this.#line.push(resolve)))
  }

  giveBack(seat: T): void {
    const next = this.#line.shift()
    if (next === undefined) this.#free.push(seat)
    else next(seat)
  }
}

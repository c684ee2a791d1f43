/** Runs pieces of work one after the other, each whatever became of the one before. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return function run(work) {
    const mine = last.then(work)
    last = mine.catch(() => undefined) // Who asked for it hears of it.
    return mine
  }
}

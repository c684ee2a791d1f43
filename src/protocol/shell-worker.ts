/** The one address of the page's worker. It must never change: browsers that know it ask there for what comes after it. */
export const workerPath = '/sw.js'

/** Before the name of every cache of the worker, and of every lock by which a page says what it is made of. */
export const shellPrefix = 'holdfast:shell:'

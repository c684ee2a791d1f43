/**
 * Waits in the reader's place. It asks the edge a question that costs almost nothing, never sooner than the edge says,
 * ever more seldom by itself, and not at all while nobody looks; only when the answer is yes does it load the page again.
 */
export const faultPageScript: string = `
const line = document.querySelector('#wait')
if (line) {
  let asked = 0
  const later = (atLeastMs) => {
    const ms = atLeastMs + Math.random() * Math.min(30000, 500 * 2 ** asked)
    line.textContent = 'Asking again for you in ' + Math.ceil(ms / 1000) + ' s. You need not do anything.'
    setTimeout(ask, ms)
  }
  const ask = async () => {
    if (document.hidden) {
      document.addEventListener('visibilitychange', ask, { once: true })
      return
    }
    asked += 1
    try {
      const answer = await fetch(line.dataset.ready, { cache: 'no-store', headers: { accept: 'application/json' } })
      if (answer.ok) {
        line.textContent = 'It is back. Loading the page again.'
        location.reload()
        return
      }
      later((await answer.json()).retryAfterMs ?? 1000)
    } catch {
      line.textContent = 'The edge does not answer either.'
      later(2000)
    }
  }
  later(Number(line.dataset.retry))
}
`

/**
 * Waits in the reader's place. It asks the edge a question that costs almost nothing, never sooner than the edge says,
 * ever more seldom by itself, and not at all while nobody looks; only when the answer is yes does it load the page again.
 * The button asks the same question at once, so that an impatient hand costs the server nothing either.
 */
export const script: string = `
const $ = (id) => document.getElementById(id)
const line = $('wait')
if (line) {
  let asked = 0
  let timer
  let isAsking = false
  const later = (atLeastMs) => {
    const ms = atLeastMs + Math.random() * Math.min(30000, 500 * 2 ** asked)
    line.textContent = 'Asking again for you in ' + Math.ceil(ms / 1000) + ' s. You need not do anything.'
    timer = setTimeout(askIfSeen, ms)
  }
  const askIfSeen = () => {
    if (document.hidden) document.addEventListener('visibilitychange', askIfSeen, { once: true })
    else ask()
  }
  const ask = async () => {
    if (isAsking) return
    isAsking = true
    clearTimeout(timer)
    asked += 1
    try {
      const answer = await fetch(line.dataset.ready, { cache: 'no-store', headers: { accept: 'application/json' } })
      if (answer.ok) {
        line.textContent = 'You can go on. Loading the page.'
        location.reload()
        return
      }
      const told = await answer.json()
      if (told.place) $('place').textContent = told.place === 1 ? 'next' : 'number ' + told.place
      if (told.etaMs) $('eta').textContent = 'about ' + Math.ceil(told.etaMs / 60000) + ' min'
      later(told.retryAfterMs ?? 1000)
    } catch {
      line.textContent = 'The edge does not answer either.'
      later(2000)
    }
    isAsking = false
  }
  $('again')?.addEventListener('click', (event) => {
    event.preventDefault()
    line.textContent = 'Asking now.'
    ask()
  })
  later(Number(line.dataset.retry))
}
for (const time of document.querySelectorAll('time')) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  time.append(', ' + new Date(time.dateTime).toLocaleString(undefined, { timeZoneName: 'short' }) + ' (' + zone + ')')
}
const copy = $('copy')
if (copy) {
  copy.hidden = false
  copy.addEventListener('click', async () => {
    const rows = [...document.querySelectorAll('#details > div')]
    const text = rows.map((row) => row.children[0].textContent + ': ' + row.children[1].textContent.trim()).join('\\n')
    try {
      await navigator.clipboard.writeText(document.title + '\\n' + text)
      $('copied').textContent = 'Copied.'
    } catch {
      getSelection().selectAllChildren($('details'))
      $('copied').textContent = 'Selected. Copy it with your keyboard or menu.'
    }
  })
}
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((each) => (each.open = true)))
`

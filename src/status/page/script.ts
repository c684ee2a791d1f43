/**
 * What the page does beyond being read: it asks again every 30 seconds, and says how old it is. Without it everything is there to be read all the same. Written for any browser of the last years, as it is.
 */
export const pageScript: string = `'use strict'
const everyMs = 30000
let heardAt = Date.now()
function showAge() {
  const age = document.getElementById('age')
  if (age === null) return
  const minutes = Math.floor((Date.now() - Number(age.dataset.at)) / 60000)
  const words = minutes < 1 ? '' : minutes < 120 ? minutes + ' min ago' : minutes < 2880 ? Math.round(minutes / 60) + ' h ago' : Math.round(minutes / 1440) + ' days ago'
  age.textContent = words === '' ? '' : ', ' + words + (minutes < 10 ? '' : ': it may be otherwise now')
}
async function renew() {
  if (document.hidden) return
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-cache' })
    if (!answer.ok) return
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    take('main', fresh)
    take('footer', fresh)
    document.title = fresh.title
    heardAt = Date.now()
  } catch {
    // The age says how old what stands here is.
  }
}
function take(name, fresh) {
  const [old, next] = [document.querySelector(name), fresh.querySelector(name)]
  if (old === null || next === null || old.innerHTML === next.innerHTML) return
  // Whoever reads or writes inside keeps their place.
  if (old.contains(document.activeElement)) return
  const open = [...old.querySelectorAll('details')].map((one) => one.open)
  old.replaceWith(next)
  next.querySelectorAll('details').forEach((one, index) => { one.open = open[index] === true })
}
setInterval(() => { showAge(); if (Date.now() - heardAt >= everyMs) renew() }, 5000)
document.addEventListener('visibilitychange', renew)
showAge()
`

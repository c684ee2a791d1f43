/**
 * Does the sum that the edge asks for, as altcha has it: key after key is derived until one begins as it must. It needs nothing
 * but what is in the page. It runs beside the waiting, so whoever cannot do it, or stops it, only waits.
 */
export const proofScript: string = `
const sum = $('sum')
const stop = $('stop')
let isStopped = false
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16))
const solve = async ({ nonce, salt, cost, keyLength, keyPrefix }) => {
  const start = bytes(nonce)
  const password = new Uint8Array([...start, 0, 0, 0, 0])
  const rule = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: cost }
  for (let counter = 0; !isStopped; counter++) {
    new DataView(password.buffer).setUint32(start.length, counter)
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const bits = await crypto.subtle.deriveBits(rule, key, 8 * keyLength)
    const derivedKey = [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey }
  }
}
const prove = async () => {
  const challenge = JSON.parse(sum.dataset.sum)
  const solution = await solve(challenge.parameters)
  if (!solution) return
  const text = btoa(JSON.stringify({ challenge, solution })).replaceAll('+', '-').replaceAll('/', '_')
  const answer = await fetch(sum.dataset.answer + text, { headers: { accept: 'application/json' } })
  if (!answer.ok) throw new Error(String(answer.status))
  sum.textContent = 'It is done. Loading the page.'
  location.reload()
}
stop.addEventListener('click', () => {
  isStopped = true
  stop.hidden = true
  sum.textContent = 'Stopped. Waiting is enough.'
})
if (crypto.subtle) {
  stop.hidden = false
  sum.textContent = 'Your browser is doing it now.'
  prove().catch(() => {
    stop.hidden = true
    sum.textContent = 'It did not work out here. Waiting is enough.'
  })
} else {
  sum.textContent = 'Your browser does none over a connection without encryption. Waiting is enough.'
}
`

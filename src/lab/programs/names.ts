import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { namesOrderSchema, readyLine, type Saying } from './order.ts'

const { host, says } = namesOrderSchema.parse(JSON.parse(process.argv[2] ?? ''))

const socket = createSocket('udp4')
socket.on('message', (question, from) => {
  const answer = answerTo(question, says)
  if (answer !== undefined) socket.send(answer, from.port, from.address)
})
socket.bind(53, host, () => console.log(readyLine))

const recordTypes = { a: 1, cname: 5, aaaa: 28 } as const

/** A message as RFC 1035 §4 has it: the question again, and records about the name in it. */
function answerTo(question: Buffer, saying: Saying): Buffer | undefined {
  if (saying === 'nothing') return undefined
  const asked = question.subarray(12, question.indexOf(0, 12) + 5)
  const type = asked.readUInt16BE(asked.length - 4)
  const code = typeof saying === 'object' && 'code' in saying ? saying.code : 0
  const records = recordsFor(type, saying)
  const head = Buffer.from([0x81, 0x80 | code, 0, 1, 0, records.length, 0, 0, 0, 0])
  return Buffer.concat([question.subarray(0, 2), head, asked, ...records])
}

function recordsFor(type: number, saying: Exclude<Saying, 'nothing'>): readonly Buffer[] {
  // The name of the question stands at the twelfth byte of the message.
  if (saying === 'itself') return [record(recordTypes.cname, Buffer.from([0xc0, 12]))]
  if ('code' in saying) return []
  return saying.addresses.flatMap((address) => {
    const own = isIPv6(address) ? recordTypes.aaaa : recordTypes.a
    return own === type ? [record(type, bytesOf(address))] : []
  })
}

function record(type: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, content.length]), content])
}

function bytesOf(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number))
  const [before = '', after = ''] = address.split('::')
  const groups = (part: string): readonly string[] => part.split(':').filter((group) => group !== '')
  const [first, last] = [groups(before), groups(after)]
  const all = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => '0'), ...last]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}

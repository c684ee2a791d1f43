import * as z from 'zod/mini'
import { jsonOf } from '../json.ts'
import { generatorsPath } from '../state/route.ts'
import { mostCharacters, type BroughtIn } from './files.ts'

const schema: z.ZodMiniType<BroughtIn> = z.object({
  name: z.string().check(z.maxLength(200)),
  text: z.string().check(z.maxLength(mostCharacters)),
})

/** A few bytes of a link may stand for gigabytes; a character of JSON is at most six of them. */
const mostBytes = 6 * mostCharacters

/** A link that carries the whole generator behind its `#`, which browsers send to no server. */
export async function linkTo(origin: string, { name, text }: BroughtIn): Promise<string> {
  const packing = new Blob([JSON.stringify({ name, text })]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const packed = new Uint8Array(await new Response(packing).arrayBuffer())
  const base64 = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(''))
  const letters = base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `${origin}${generatorsPath}#${letters}`
}

/** The generator behind the `#` of a link; null when there is none, or when the link was cut or changed on its way. */
export async function generatorIn(fragment: string): Promise<BroughtIn | null> {
  try {
    const base64 = fragment.replace('#', '').replaceAll('-', '+').replaceAll('_', '/')
    const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const json = await textOf(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')))
    return schema.safeParse(jsonOf(json)).data ?? null
  } catch {
    // Not in these letters, or not packed by us: all the same to whoever has followed the link.
    return null
  }
}

async function textOf(unpacking: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let sizeBytes = 0
  for await (const piece of unpacking) {
    pieces.push(piece)
    sizeBytes += piece.length
    if (sizeBytes > mostBytes) return ''
  }
  return new Blob(pieces).text()
}

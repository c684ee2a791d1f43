import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Plugin } from 'vite'

const isText = /\.(?:css|html|js|svg|webmanifest)$/

/**
 * Lays each text of the build packed beside it, as small as Brotli gets it: that takes a second of computing, which nobody who
 * comes to an edge that was just started should wait for.
 */
export const packed: Plugin = {
  name: 'packed',
  apply: 'build',
  // Whatever is copied in from beside the bundle is there by then.
  closeBundle() {
    const { outDir } = this.environment.config.build
    const folder = resolve(this.environment.config.root, outDir)
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => isText.test(name))) {
      const bytes = readFileSync(join(folder, file))
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
      writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes, { params }))
    }
  },
}

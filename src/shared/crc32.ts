const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
  return remainder
})

/** The checksum of ZIP, gzip and PNG (CRC-32 of ISO 3309): it notices any damage, but no forgery. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  // By index: an iterator takes ten times as long, and every byte of an archive comes through here.
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}

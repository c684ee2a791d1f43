import { describe, expect, test } from 'vitest'
import { onePixelPng, jpegBeginning } from '../../test/support/some-picture.ts'
import { bundlePictureSchema, mostPictureBytes, pictureBytes, pictureHead } from './bundle-picture.ts'

const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const png = { type: 'image/png', width: 1, height: 1, base64: base64Of(onePixelPng) }
const jpeg = { type: 'image/jpeg', width: 16, height: 8, base64: base64Of(jpegBeginning) }
const page = base64Of(new TextEncoder().encode('<!doctype html><script>alert(1)</script>'))

test('what a picture is, and how large, is read from its bytes', () => {
  expect(pictureHead(onePixelPng)).toEqual({ type: 'image/png', width: 1, height: 1 })
  expect(pictureHead(jpegBeginning)).toEqual({ type: 'image/jpeg', width: 16, height: 8 })
})

test('no beginning of a picture is read past its end', () => {
  for (const whole of [onePixelPng, jpegBeginning]) {
    for (let size = 0; size < whole.length; size++) expect(() => pictureHead(whole.subarray(0, size))).not.toThrow()
  }
  expect(pictureHead(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0, 0, 0, 0, 0, 0]))).toBeNull()
})

test.for([png, jpeg])('$type goes into a bundle, and comes out as it was', (picture) => {
  const read = bundlePictureSchema.parse(picture)
  expect(base64Of(pictureBytes(read))).toBe(picture.base64)
})

describe('is refused', () => {
  test.for([
    ['a page that calls itself a picture', { ...png, base64: page }],
    ['a drawing that could run', { ...png, type: 'image/svg+xml', base64: base64Of(Buffer.from('<svg/>')) }],
    ['a PNG that calls itself a JPEG', { ...png, type: 'image/jpeg' }],
    ['another size than it says', { ...png, width: 2 }],
    ['one that would be too large when it is drawn', { ...png, width: 100_000 }],
    ['what is not base64', { ...png, base64: `${png.base64.slice(0, -4)}<b>=` }],
    ['base64 that ends too soon', { ...png, base64: png.base64.slice(0, -1) }],
    [
      'more bytes than there may be',
      { ...png, base64: base64Of(Buffer.concat([onePixelPng, Buffer.alloc(mostPictureBytes)])) },
    ],
    ['nothing', { ...png, base64: '' }],
  ] as const)('%s', ([, picture]) => {
    expect(bundlePictureSchema.safeParse(picture).success).toBe(false)
  })
})

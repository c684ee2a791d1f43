import { expect, test } from 'vitest'
import { parseS3 } from './s3-address.ts'

test.for([
  ['s3://stories', { bucket: 'stories', prefix: '', endpoint: undefined, region: undefined, isPathStyle: false }],
  [
    's3://stories/of/mine/?region=eu-central-1',
    { bucket: 'stories', prefix: 'of/mine/', endpoint: undefined, region: 'eu-central-1', isPathStyle: false },
  ],
  [
    's3://stories/mine?endpoint=https://storage.example:9000',
    {
      bucket: 'stories',
      prefix: 'mine/',
      endpoint: 'https://storage.example:9000',
      region: undefined,
      isPathStyle: true,
    },
  ],
  [
    's3://stories?endpoint=https://storage.example&pathStyle=false',
    { bucket: 'stories', prefix: '', endpoint: 'https://storage.example', region: undefined, isPathStyle: false },
  ],
] as const)('%s', ([text, address]) => {
  expect(parseS3(text)).toEqual(address)
})

test.for([
  '/srv/backups',
  'https://stories.example/mine',
  's3://',
  's3://key:secret@stories/mine',
  's3://stories?endpoint=https://key:secret@storage.example',
  's3://stories?endpoint=storage.example',
  's3://stories?secret=x',
])('%s is no address', (text) => {
  expect(parseS3(text)).toBeUndefined()
})

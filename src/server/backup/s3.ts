import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  paginateListObjectsV2,
  type CompletedPart,
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { manifestText, parseManifest } from './manifest.ts'
import { manifestOf, momentOf, nameIn, packedOf } from './names.ts'
import { unreadableManifest, type BackupPlace, type StoredBackup } from './place.ts'
import type { S3Address } from './s3-address.ts'

export interface S3Keys {
  readonly keyId: string
  readonly secret: string
}

// In memory at once, and what is sent again when a connection breaks. S3 takes 10,000 parts of 5 MB or more.
const partBytes = 8 * 1024 * 1024
const partsAtMost = 10_000
const connectMs = 10_000
const silenceMs = 60_000
const requestMs = 600_000

/** Backups in a bucket. Without keys the SDK looks for them where it always does: environment, profile, role. */
export function s3Place(address: S3Address, keys: S3Keys | undefined): BackupPlace {
  const { bucket: Bucket, prefix } = address
  const client = clientOf(address, keys)
  const keyOf = (file: string): string => prefix + file

  async function body(file: string): Promise<Readable> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(file) }))
    if (!(Body instanceof Readable)) throw new Error(`${keyOf(file)} came without a body`)
    return Body
  }

  async function readBack({ name, sha256 }: { readonly name: string; readonly sha256: string }): Promise<void> {
    const hash = createHash('sha256')
    await pipeline(await body(packedOf(name)), hash)
    if (hash.digest('hex') !== sha256)
      throw new Error(`${keyOf(packedOf(name))} is not what was sent when it is read back`)
  }

  async function manifest(name: string) {
    const found = parseManifest(await text(await body(manifestOf(name))))
    if (found?.name !== name) throw unreadableManifest(keyOf(manifestOf(name)))
    return found
  }

  return {
    says: `s3://${Bucket}/${prefix}${address.endpoint === undefined ? '' : ` at ${address.endpoint}`}`,

    async list() {
      const sizes = new Map<string, number>()
      const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: prefix, Delimiter: '/' })
      for await (const { Contents = [] } of pages) {
        for (const { Key = '', Size = 0 } of Contents) sizes.set(Key.slice(prefix.length), Size)
      }
      return wholeIn(sizes)
    },

    manifest,

    async put(packedFile, made) {
      await upload(client, { Bucket, Key: keyOf(packedOf(made.name)) }, packedFile)
      await readBack(made)
      const Body = manifestText(made)
      await client.send(new PutObjectCommand({ Bucket, Key: keyOf(manifestOf(made.name)), Body }))
      await rm(packedFile)
    },

    async fetch(name, toFile) {
      await pipeline(await body(packedOf(name)), createWriteStream(toFile, { mode: 0o600 }))
    },

    async remove(name) {
      for (const file of [manifestOf(name), packedOf(name)]) {
        await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(file) }))
      }
    },
  }
}

function clientOf({ endpoint, region, isPathStyle }: S3Address, keys: S3Keys | undefined): S3Client {
  return new S3Client({
    forcePathStyle: isPathStyle,
    // Elsewhere than at Amazon the name of the region seldom means anything, but it is part of every signature.
    ...(endpoint === undefined ? {} : { endpoint, region: 'us-east-1' }),
    ...(region !== undefined && { region }),
    ...(keys !== undefined && { credentials: { accessKeyId: keys.keyId, secretAccessKey: keys.secret } }),
    // Checksums that other providers do not know are refused by them; what arrived is read back and compared anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Without these a network that swallows everything would be waited for without an end.
    requestHandler: {
      connectionTimeout: connectMs,
      socketTimeout: silenceMs,
      requestTimeout: requestMs,
      throwOnRequestTimeout: true,
    },
  })
}

/** Backups of which both files are there, youngest first. */
function wholeIn(sizes: ReadonlyMap<string, number>): readonly StoredBackup[] {
  const names = [...sizes.keys()]
    .filter((file) => file === manifestOf(nameIn(file) ?? ''))
    .flatMap((file) => nameIn(file) ?? [])
  const backups = names.flatMap((name) => {
    const sizeBytes = sizes.get(packedOf(name))
    return sizeBytes === undefined ? [] : { name, at: momentOf(name) ?? 0, sizeBytes }
  })
  return backups.toSorted((a, b) => b.at - a.at)
}

interface Target {
  readonly Bucket: string
  readonly Key: string
}

async function upload(client: S3Client, target: Target, path: string): Promise<void> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size <= partBytes) await client.send(new PutObjectCommand({ ...target, Body: await part(file, 0, size) }))
    else await uploadInParts(client, target, { file, size })
  } finally {
    await file.close()
  }
}

interface Source {
  readonly file: FileHandle
  readonly size: number
}

async function uploadInParts(client: S3Client, target: Target, source: Source): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
  try {
    const Parts = await sendParts(client, { ...target, UploadId }, source)
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }))
  } catch (error) {
    // Parts of an upload that nobody ends are kept, and paid for. That this fails, too, is not what went wrong first.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined)
    throw error
  }
}

async function sendParts(
  client: S3Client,
  begun: Target & { readonly UploadId: string | undefined },
  { file, size }: Source,
): Promise<CompletedPart[]> {
  const stepBytes = Math.max(partBytes, Math.ceil(size / partsAtMost))
  const sent: CompletedPart[] = []
  for (let from = 0; from < size; from += stepBytes) {
    const PartNumber = sent.length + 1
    const Body = await part(file, from, Math.min(stepBytes, size - from))
    const { ETag } = await client.send(new UploadPartCommand({ ...begun, PartNumber, Body }))
    sent.push({ PartNumber, ETag })
  }
  return sent
}

async function part(file: FileHandle, from: number, sizeBytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(sizeBytes), 0, sizeBytes, from)
  if (bytesRead !== sizeBytes) throw new Error(`the backup ended at ${from + bytesRead}, before its size`)
  return buffer
}

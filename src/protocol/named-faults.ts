import type { Fault } from './fault.ts'
import { nothingAccepted, replyKept, storedIsSafe } from './kept.ts'
import { pageFaults } from './page-faults.ts'

/** What the page has words for as well, where a log or the server names it by its id. They come after the page. */
export const namedFaults = {
  // An archive that the page makes itself says this of a reply.
  'reply-unfinished': {
    status: 409,
    side: 'you',
    title: 'The reply was not finished when the copy was made',
    says: 'The story comes from a copy that was made while this reply was still being written.',
    kept: 'Every word that had been written by then is here.',
    todo: 'Ask for another reply to go on.',
  },

  // The server.
  'server-draining': {
    status: 503,
    side: 'server',
    title: 'The server is about to restart',
    says: 'The server is finishing the replies it has begun and takes no new turns until it is back.',
    kept: storedIsSafe,
    todo: 'Nothing: it is sent again by itself in a moment.',
  },
  'storage-unavailable': {
    status: 503,
    side: 'server',
    title: 'The server cannot store anything right now',
    says: 'The disk does not take what is written, so nothing new is accepted. Reading goes on.',
    kept: `${nothingAccepted} What was accepted before is stored.`,
    todo: 'The operator must mend the disk. Try again after that.',
  },
  'disk-full': {
    status: 503,
    side: 'server',
    title: "The server's disk is full",
    says: 'There is no room left to store anything, so nothing new is accepted. Reading goes on.',
    kept: `${nothingAccepted} What was accepted before is stored.`,
    todo: 'The operator makes room on the disk. It goes on by itself after that.',
  },
  'storage-read-only': {
    status: 503,
    side: 'server',
    title: 'The server may only read its disk',
    says: 'The folder of the stories cannot be written, so nothing new is accepted. Reading goes on.',
    kept: `${nothingAccepted} What was accepted before is stored.`,
    todo: 'The operator makes the folder writable and starts the server again.',
  },
  'database-damaged': {
    status: 503,
    side: 'server',
    title: "The file of the server's stories is damaged",
    says: 'A part of what was stored cannot be read any more. The file is left as it is: nothing is written into it, so nothing new is accepted. What can be read is shown.',
    kept: nothingAccepted,
    todo: 'The operator stops Holdfast and brings a backup back with `holdfast restore`, which lists them and sets the damaged file aside.',
  },
  'backup-failed': {
    status: 503,
    side: 'server',
    title: 'The last backup could not be made',
    says: 'The server could not make a copy of its stories, or could not verify it.',
    kept: 'The stories themselves are not touched by this, and earlier backups are still there.',
    todo: 'Nothing: it is tried again by itself. If it stays, the operator mends what is named beside this.',
  },
  'backup-no-room': {
    status: 503,
    side: 'server',
    title: 'There is no room for a backup',
    says: 'A backup would have filled the disk, so it was not begun.',
    kept: 'The stories themselves are not touched by this, and earlier backups are still there.',
    todo: 'The operator makes room, or sets `backupTo` to another disk.',
  },

  // The way to the server, as the edge meets it.
  'edge-refused-here': {
    status: 503,
    side: 'edge',
    title: 'The edge cannot open a connection',
    says: 'Our edge could not even begin to ask the server: this machine refused it. The server may be well.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'status-unreachable': {
    status: 503,
    side: 'server',
    title: 'The status page does not answer',
    says: 'The process that keeps the status page cannot be reached. That says nothing about the chats: they do not need it.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'shell-missing': {
    status: 503,
    side: 'edge',
    title: 'The page has not been built',
    says: 'The edge runs, but the files of the page are not there.',
    kept: storedIsSafe,
    todo: 'The operator runs `npm run build`, or starts with `npm start`, which builds it.',
  },

  // Back ends: how a reply can fail.
  'backend-refused': {
    status: 503,
    side: 'model',
    title: 'The model server is not accepting connections',
    says: 'The program that runs the model is not running, or not where it should be.',
    kept: replyKept,
    todo: 'Nothing: the reply goes on when it is back. The operator can start the model server.',
  },
  'backend-unresolved': {
    status: 503,
    side: 'server',
    title: "The model server's name leads nowhere",
    says: 'The address set for the model server cannot be resolved.',
    kept: replyKept,
    todo: "The operator corrects the back end's `baseURL`.",
  },
  'backend-unreachable': {
    status: 503,
    side: 'path',
    title: 'The model server cannot be reached',
    says: 'There is no way from our server to the model server.',
    kept: replyKept,
    todo: 'Nothing: it is tried again by itself.',
  },
  'backend-cut': {
    status: 502,
    side: 'model',
    title: 'The model server broke off',
    says: 'The model server ended the reply before it was finished.',
    kept: replyKept,
    todo: 'Nothing: the reply goes on from the last word.',
  },
  'backend-silent': {
    status: 504,
    side: 'model',
    title: 'The model server fell silent',
    says: 'The model server took the request and then sent nothing for too long.',
    kept: replyKept,
    todo: 'Nothing: the reply goes on from the last word.',
  },
  'backend-busy': {
    status: 503,
    side: 'model',
    title: 'The model server is busy',
    says: 'The model server asks to be left alone for a while (429).',
    kept: replyKept,
    todo: 'Nothing: it is asked again when it said it may be.',
  },
  'backend-failed': {
    status: 502,
    side: 'model',
    title: 'The model server failed',
    says: 'The model server answered with an error of its own.',
    kept: replyKept,
    todo: 'Nothing: it is tried again by itself.',
  },
  'backend-key-refused': {
    status: 502,
    side: 'server',
    title: 'The model server does not accept our key',
    says: 'The key set for the model server is missing, wrong or no longer valid.',
    kept: replyKept,
    todo: "The operator sets the back end's `apiKey`, then ask for another reply.",
  },
  'backend-rejected': {
    status: 502,
    side: 'server',
    title: 'The model server does not take our request',
    says: 'The model server says that the request is not one it can carry out.',
    kept: replyKept,
    todo: 'The operator checks the `model` and the `baseURL` of the back end.',
  },
  'backend-not-a-model': {
    status: 502,
    side: 'model',
    title: 'What answered is not a model server',
    says: 'A web page or something else came back where a model should have answered.',
    kept: replyKept,
    todo: "The operator checks the back end's `baseURL`: it usually ends in /v1.",
  },
  'backend-empty': {
    status: 502,
    side: 'model',
    title: 'The model server sent an empty reply',
    says: 'The model server began a reply and ended it without a word.',
    kept: replyKept,
    todo: 'Nothing: it is tried again by itself.',
  },
  'backend-garbled': {
    status: 502,
    side: 'model',
    title: 'The model server sent something unreadable',
    says: 'A part of what the model server sent could not be read, and was left out.',
    kept: replyKept,
    todo: 'Nothing: what could be read is shown.',
  },
  'backend-flooded': {
    status: 502,
    side: 'model',
    title: 'The model server sent far too much at once',
    says: 'The model server sent a single line larger than any reply should be.',
    kept: replyKept,
    todo: 'Nothing: it is tried again by itself.',
  },
  'backend-declined': {
    status: 422,
    side: 'model',
    title: 'The model declined',
    says: 'The model server refused this text by its own rules.',
    kept: replyKept,
    todo: 'Change the message, or choose another model.',
  },
  'prompt-too-long': {
    status: 422,
    side: 'model',
    title: 'The story is too long for this model',
    says: 'The chat no longer fits into what this model can read at once.',
    kept: replyKept,
    todo: 'Choose a model with a larger context, or go on in a new chat.',
  },
  'no-backend': {
    status: 503,
    side: 'server',
    title: 'No model is connected',
    says: 'There is nothing here that could write the reply: no model server was found and none is configured.',
    kept: replyKept,
    todo: 'Connect a model, then ask for another reply.',
  },
  'backend-missing': {
    status: 503,
    side: 'server',
    title: 'The model is not connected any more',
    says: 'The model that this reply was asked of is no longer among those that this server knows.',
    kept: replyKept,
    todo: 'Nothing: it is looked for again. The operator can start the model server or connect it anew.',
  },
  'engine-missing': {
    status: 503,
    side: 'server',
    title: 'The embedded engine is not installed',
    says: 'The part that runs a model on this machine is not there, so neither the practice narrator nor a model file can write.',
    kept: replyKept,
    todo: 'Connect a model server, or install the engine with `npm ci --include=optional`.',
  },
  'engine-died': {
    status: 502,
    side: 'server',
    title: 'The embedded engine stopped',
    says: 'The process that runs the model on this machine ended by itself.',
    kept: replyKept,
    todo: 'Nothing: it is started again and the reply goes on.',
  },
  'model-file-damaged': {
    status: 503,
    side: 'server',
    title: 'The model file is not the one it was',
    says: 'The checksum of the model file is wrong, so it was not loaded.',
    kept: replyKept,
    todo: 'The operator replaces the file by a good copy.',
  },
  'model-file-unusable': {
    status: 503,
    side: 'server',
    title: 'The model file cannot be used',
    says: 'The model file is missing, or the engine cannot load it.',
    kept: replyKept,
    todo: 'The operator checks the path, and that it is a GGUF file.',
  },
} as const satisfies Record<string, Fault>

/** All that the page has words for. */
export const toldFaults = /* @__PURE__ */ Object.assign({}, namedFaults, pageFaults)

export type ToldFaultId = keyof typeof toldFaults

export function isToldFaultId(text: string): text is ToldFaultId {
  return Object.hasOwn(toldFaults, text)
}

import { edgeFaults } from './edge-faults.ts'

/** Whose side a fault is on: who can mend it. */
export const sides = ['you', 'your-network', 'edge', 'path', 'hosting', 'server', 'model'] as const
export type Side = (typeof sides)[number]

export interface Fault {
  /** The HTTP status it travels with. 520-530 are the numbers that CDNs made known; they have no entry at IANA. */
  readonly status: number
  readonly side: Side
  /** What happened, in a few words. */
  readonly title: string
  /** What happened, for the person who meets it. */
  readonly says: string
  /** What is safe, as a fact. */
  readonly kept: string
  /** What to do, or that nothing need be done. */
  readonly todo: string
}

const nothingAccepted = 'Nothing was taken in, so nothing was lost. What you sent is still where you wrote it.'
const nothingChanged = 'Nothing was changed.'
const replyKept = 'Your message and every word already written are stored on the server.'
const storedIsSafe = 'Everything the server has accepted is stored there. What you type stays in this browser.'

/** What only the server says, and to programs first. Whoever hears of one of these hears its words, too. */
const serverFaults = {
  // A request that cannot be carried out as it stands.
  'malformed-json': {
    status: 400,
    side: 'you',
    title: 'The request is not valid JSON',
    says: 'The body of the request could not be read as JSON.',
    kept: nothingAccepted,
    todo: 'Send a JSON object, as UTF-8.',
  },
  'invalid-id': {
    status: 400,
    side: 'you',
    title: 'That is not an id',
    says: 'An id in the address is not a UUID.',
    kept: nothingChanged,
    todo: 'Use the id exactly as the server gave it.',
  },
  'wrong-content-type': {
    status: 415,
    side: 'you',
    title: 'The content type is not the right one',
    says: 'The server reads JSON here, and the request says that it holds something else.',
    kept: nothingAccepted,
    todo: 'Send `Content-Type: application/json`.',
  },
  'method-not-allowed': {
    status: 405,
    side: 'you',
    title: 'That cannot be done here',
    says: 'The address exists, but not for this method.',
    kept: nothingChanged,
    todo: 'Use one of the methods in the `Allow` header.',
  },
  'wrong-host': {
    status: 421,
    side: 'you',
    title: 'Holdfast does not answer to this name',
    says: 'The request named a host that is not this machine. A web page elsewhere may be trying to reach your stories through your browser.',
    kept: nothingChanged,
    todo: 'Open Holdfast under localhost or 127.0.0.1.',
  },
  'cross-site': {
    status: 403,
    side: 'you',
    title: 'Another site may not do that',
    says: 'A page from another site tried to change something here, and was refused.',
    kept: nothingChanged,
    todo: 'Do it from the Holdfast page itself.',
  },
  'unknown-chat': {
    status: 404,
    side: 'you',
    title: 'There is no such chat',
    says: 'No chat has this id. It may have been deleted.',
    kept: nothingAccepted,
    todo: 'Choose a chat from the list, or begin a new one.',
  },
  'unknown-message': {
    status: 404,
    side: 'you',
    title: 'There is no such message',
    says: 'No message of this chat has this id.',
    kept: nothingAccepted,
    todo: 'Read the chat again and use an id from there.',
  },
  'unknown-reply': {
    status: 404,
    side: 'you',
    title: 'There is no such reply',
    says: 'No reply has this id.',
    kept: nothingChanged,
    todo: 'Read the chat again and use an id from there.',
  },
  'unknown-model': {
    status: 400,
    side: 'you',
    title: 'There is no such model',
    says: 'The request names a model that this server does not have.',
    kept: nothingAccepted,
    todo: 'Choose one from /api/backends, or leave `model` out.',
  },
  'turn-conflict': {
    status: 409,
    side: 'you',
    title: 'This id already belongs to another turn',
    says: 'A turn with this id was accepted before, and it was not the same turn.',
    kept: 'The earlier turn is stored as it was. This one was not taken in and is still where you wrote it.',
    todo: 'Send the new turn under a new id.',
  },
  'reply-already-over': {
    status: 409,
    side: 'you',
    title: 'The reply is already over',
    says: 'There is nothing left to stop: the reply has ended.',
    kept: 'All that was written of it is stored.',
    todo: 'Nothing need be done.',
  },

  // Archives.
  'not-an-archive': {
    status: 422,
    side: 'you',
    title: 'This file is not a Holdfast archive',
    says: 'The file does not begin as an archive does, and no line of it could be read as one.',
    kept: nothingChanged,
    todo: 'Choose a file that Holdfast exported: a .zip, .jsonl or .holdfast file.',
  },
  'archive-newer': {
    status: 422,
    side: 'you',
    title: 'This archive is of a newer Holdfast',
    says: 'The archive was made by a newer version, in a form that this one does not know, so nothing of it was taken.',
    kept: `${nothingChanged} The file is as it was.`,
    todo: 'Update Holdfast and import the file again, or export it again where it comes from, as Markdown or HTML.',
  },
  'archive-too-large': {
    status: 422,
    side: 'you',
    title: 'This file unpacks to far too much',
    says: 'The zip is small and unpacks to something immense, or has thousands of files in it. No archive of Holdfast does that.',
    kept: 'What had been taken in before it was noticed is stored and listed beside this; the rest was left.',
    todo: 'Choose a file that Holdfast exported. If it is one, unpack it and import the `archive.jsonl` in it.',
  },
  'passphrase-needed': {
    status: 422,
    side: 'you',
    title: 'This archive is sealed with a passphrase',
    says: 'The archive can be read only with the passphrase it was made with. The server keeps no passphrase, so it is needed again after a restart.',
    kept: 'The file is as it was, and what had been taken in of it stays.',
    todo: 'Give the passphrase and start the import again.',
  },
  'passphrase-wrong': {
    status: 422,
    side: 'you',
    title: 'The passphrase does not open this archive',
    says: 'It is not the passphrase that the archive was made with, or the first bytes of the file are damaged.',
    kept: `${nothingChanged} The file is as it was.`,
    todo: 'Try the passphrase again; mind capitals and the keyboard layout. Nobody can open the archive without it.',
  },
  'unknown-export': {
    status: 404,
    side: 'you',
    title: 'There is no such export',
    says: 'No export has this id. An export is fetched once, soon after it was ordered; then it is forgotten.',
    kept: nothingChanged,
    todo: 'Order the export again.',
  },
  'unknown-import': {
    status: 404,
    side: 'you',
    title: 'There is no such import',
    says: 'No import has this id. Imports that nobody has touched for a week are forgotten.',
    kept: nothingChanged,
    todo: 'Begin a new import of the same file: what is here already is not taken twice.',
  },
  'import-gap': {
    status: 409,
    side: 'you',
    title: 'A part of the file is missing before this one',
    says: 'The upload goes on further along than the server has received.',
    kept: 'What was received before is kept.',
    todo: 'Send the file from `receivedBytes` on.',
  },
  'import-under-way': {
    status: 409,
    side: 'you',
    title: 'This import is under way',
    says: 'The file is being taken in, or has been, so nothing can be added to it.',
    kept: 'It goes on as it was.',
    todo: 'Wait for its end, or begin another import.',
  },

  // Token logs (the Durable Streams protocol).
  'log-unknown': {
    status: 404,
    side: 'you',
    title: 'There is no such log',
    says: 'Nothing was ever written under this address, or it has expired.',
    kept: nothingChanged,
    todo: 'Create it with PUT, or check the address.',
  },
  'log-gone': {
    status: 410,
    side: 'you',
    title: 'The log was deleted',
    says: 'This log was deleted. Logs that branched off from it still hold what they took over.',
    kept: nothingChanged,
    todo: 'Read one of the branches instead.',
  },
  'log-exists': {
    status: 409,
    side: 'you',
    title: 'The log exists with other properties',
    says: 'A log of this name exists, with another content type, expiry or state.',
    kept: nothingChanged,
    todo: 'Use another name, or create it with the same properties.',
  },
  'log-closed': {
    status: 409,
    side: 'you',
    title: 'The log is closed',
    says: 'This log has ended; nothing can be added to it.',
    kept: 'All that was written before it was closed can be read.',
    todo: 'Begin a new log, or a branch of this one.',
  },
  'log-reserved': {
    status: 403,
    side: 'you',
    title: 'Only the server writes this log',
    says: "This is a reply's log. It can be read and branched off from, but only the reply's own job writes it.",
    kept: nothingChanged,
    todo: 'Use POST /api/replies/:id/stop to end a reply, or branch off a log of your own.',
  },
  'log-type-mismatch': {
    status: 409,
    side: 'you',
    title: 'The content type is not that of the log',
    says: 'A log holds one content type, chosen when it was created.',
    kept: nothingAccepted,
    todo: 'Send the content type that HEAD shows.',
  },
  'log-sequence': {
    status: 409,
    side: 'you',
    title: 'The sequence steps back',
    says: '`Stream-Seq` must be greater than the last one accepted.',
    kept: nothingAccepted,
    todo: 'Send a greater `Stream-Seq`, compared byte by byte.',
  },
  'invalid-offset': {
    status: 400,
    side: 'you',
    title: 'That is not an offset of this log',
    says: 'The offset is not one that this log has given out.',
    kept: nothingChanged,
    todo: 'Use `Stream-Next-Offset` as it came, -1 for the beginning, or now for the end.',
  },
  'invalid-stream-request': {
    status: 400,
    side: 'you',
    title: 'The stream request does not have the right form',
    says: 'A header or parameter of the request cannot be used. The reason stands beside this.',
    kept: nothingAccepted,
    todo: 'Correct it as `because` says.',
  },
  'fork-refused': {
    status: 409,
    side: 'you',
    title: 'The log cannot branch off there',
    says: 'The log to branch off from was deleted.',
    kept: nothingChanged,
    todo: 'Branch off from another log.',
  },
  'producer-fenced': {
    status: 403,
    side: 'you',
    title: 'A newer writer has taken over',
    says: 'This writer is older than the one that owns the log now, so its words were refused.',
    kept: nothingAccepted,
    todo: 'Stop writing. To take over again, use an epoch above `Producer-Epoch`.',
  },
  'producer-gap': {
    status: 409,
    side: 'you',
    title: 'A part is missing before this one',
    says: 'The writer skipped a sequence number.',
    kept: nothingAccepted,
    todo: 'Send from `Producer-Expected-Seq` on.',
  },
} as const satisfies Record<string, Fault>

/** What the page says as well, by its id in a log or by what it sees itself. Only these are a part of the page. */
export const pageFaults = {
  // An archive that the page makes itself says this of a reply.
  'reply-unfinished': {
    status: 409,
    side: 'you',
    title: 'The reply was not finished when the copy was made',
    says: 'The story comes from a copy that was made while this reply was still being written.',
    kept: 'Every word that had been written by then is here.',
    todo: 'Ask for another reply to go on.',
  },

  // An answer of somebody between, by its number.
  'invalid-request': {
    status: 400,
    side: 'you',
    title: 'The request does not have the right form',
    says: 'Some fields are missing, unknown, or of the wrong type. They are listed beside this.',
    kept: nothingAccepted,
    todo: 'Correct the fields listed under `errors`; the schema is at /api/openapi.json.',
  },
  'body-too-large': {
    status: 413,
    side: 'you',
    title: 'The request is too large',
    says: 'The body of the request is larger than the server accepts.',
    kept: nothingAccepted,
    todo: 'Send less at once: split a long text into several messages. The limit is in `limitBytes`.',
  },
  'not-found': {
    status: 404,
    side: 'you',
    title: 'There is nothing at this address',
    says: 'The address is not one that Holdfast answers.',
    kept: nothingChanged,
    todo: 'Check the address; the list is at /api/openapi.json.',
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
  'internal-error': {
    status: 500,
    side: 'server',
    title: 'The server made a mistake',
    says: 'Something went wrong inside the server. It is not your doing.',
    kept: storedIsSafe,
    todo: 'Try again. If it stays, give the operator the request id.',
  },

  // The way to the server, as the edge meets it.
  'origin-broken': {
    status: 520,
    side: 'server',
    title: 'The connection to the server broke',
    says: 'Our server could not be reached, or broke off, or sent something unreadable; more cannot be seen from here.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'origin-refused': {
    status: 521,
    side: 'server',
    title: 'The server is not accepting connections',
    says: 'Our server is not running right now, or is just starting; seldom a firewall turns us away. Nothing you do on your device will change that.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself, and goes on where it stopped.',
  },
  'origin-silent': {
    status: 522,
    side: 'path',
    title: 'The server does not answer',
    says: 'Our server cannot be reached: nothing came back when we knocked.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'origin-unreachable': {
    status: 523,
    side: 'hosting',
    title: 'There is no way to the server',
    says: 'The network says that there is no way to our server.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'origin-slow': {
    status: 524,
    side: 'server',
    title: 'The server took too long',
    says: 'Our server took the request and did not answer it in time.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'origin-tls-failed': {
    status: 525,
    side: 'server',
    title: 'No safe connection to the server',
    says: 'Our edge and our server could not agree on an encrypted connection, so nothing was sent.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator compares the TLS settings of both. It is tried again by itself.',
  },
  'origin-certificate': {
    status: 526,
    side: 'server',
    title: 'The server cannot prove who it is',
    says: 'The certificate of our server is not valid, so nothing was sent to it.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator replaces the certificate. It is tried again by itself.',
  },
  'origin-unresolved': {
    status: 530,
    side: 'server',
    title: "The server's name leads nowhere",
    says: 'The name under which our server should be found cannot be resolved to an address.',
    kept: storedIsSafe,
    todo: 'The operator must mend the name; it is tried again by itself.',
  },
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

  // The way to the edge, as the browser meets it.
  offline: {
    status: 503,
    side: 'your-network',
    title: 'This device is offline',
    says: 'Your device has no network right now.',
    kept: storedIsSafe,
    todo: 'Go on writing; it is sent when the network is back.',
  },
  'edge-unreachable': {
    status: 503,
    side: 'edge',
    title: 'The site cannot be reached',
    says: 'Your browser cannot reach this site, although your device says that it is online.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },

  intercepted: {
    status: 502,
    side: 'path',
    title: 'Somebody in between answered instead of us',
    says: 'What came back is not from this site: a proxy, a firewall or a sign-in page of a network answered in its place.',
    kept: storedIsSafe,
    todo: 'It is tried again by itself. If your network asks you to sign in, do that in another tab.',
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

/** Every failure a person can meet, with one id for log, metric, API and page. `docs/faults.md` is made from this. */
// Pure: what is built for the page leaves out what the page does not name.
export const faults = /* @__PURE__ */ Object.assign({}, serverFaults, edgeFaults, pageFaults)

export type FaultId = keyof typeof faults

export function isFaultId(text: string): text is FaultId {
  return Object.hasOwn(faults, text)
}

export type PageFaultId = keyof typeof pageFaults

export function isPageFaultId(text: string): text is PageFaultId {
  return Object.hasOwn(pageFaults, text)
}

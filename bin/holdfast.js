#!/usr/bin/env node
// Old JavaScript on purpose: an old Node must be able to read this file to say that it is too old.
import { isNewEnough, pinnedNode, runInstead, tooOld } from './node-version.js'

if (isNewEnough(process.versions.node)) {
  stopWithParent()
  import('../src/cli/main.ts').catch(breakDown)
} else {
  const node = pinnedNode()
  if (node === undefined) {
    console.error(tooOld(process.versions.node))
    process.exit(2)
  }
  // Named anew, so that whoever looks for "holdfast.js server" finds the one process that is it, and not its envelope.
  process.title = 'holdfast: handing over to Node 24'
  runInstead(node, process.argv.slice(1)).then((code) => process.exit(code), breakDown)
}

/** @param {unknown} fault */
function breakDown(fault) {
  console.error(fault)
  process.exit(1)
}

/** Whoever started this in its own place may be killed without a chance to say so: then stop cleanly too. */
function stopWithParent() {
  const { channel, env } = process
  if (channel === undefined || channel === null || env['HOLDFAST_IN_PLACE'] === undefined) return
  delete env['HOLDFAST_IN_PLACE']
  channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}

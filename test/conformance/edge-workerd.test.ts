import { runningWorker } from '../fixtures/running-worker.ts'
import { edgeConformance } from './edge.ts'

edgeConformance('Workers', async ({ origin, isOwn, isBehindCdn, shellDir, placeKey, heartbeatMs }) => {
  const variables = {
    HOLDFAST_BEHIND_CDN: String(isBehindCdn),
    HOLDFAST_PLACE_KEY: placeKey,
    HOLDFAST_STREAM_HEARTBEAT_MS: String(heartbeatMs),
    ...(isOwn ? { HOLDFAST_ORIGIN_URL: origin, HOLDFAST_STATUS_URL: origin } : { HOLDFAST_ORIGIN: origin }),
  }
  return runningWorker(variables, shellDir ?? undefined)
})

import { runningWorker } from '../fixtures/running-worker.ts'
import { edgeConformance } from './edge.ts'

edgeConformance('Workers', async (told) => {
  const { origin, status, isOwn, isBehindCdn, shellDir, placeKey, heartbeatMs, places, networkReports } = told
  const variables = {
    HOLDFAST_BEHIND_CDN: String(isBehindCdn),
    HOLDFAST_PLACE_KEY: placeKey,
    HOLDFAST_NETWORK_REPORTS: networkReports,
    ...(places.statusHost === null ? {} : { HOLDFAST_STATUS_PUBLIC_URL: places.statusHost }),
    ...(places.elsewhere === null ? {} : { HOLDFAST_ELSEWHERE_URL: places.elsewhere }),
    HOLDFAST_STREAM_HEARTBEAT_MS: String(heartbeatMs),
    ...(isOwn ? { HOLDFAST_ORIGIN_URL: origin, HOLDFAST_STATUS_URL: status } : { HOLDFAST_ORIGIN: origin }),
  }
  return runningWorker(variables, shellDir ?? undefined)
})

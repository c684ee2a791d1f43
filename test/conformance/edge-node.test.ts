import { usualClocks } from '#edge/clocks.ts'
import { runningEdge } from '../fixtures/running-edge.ts'
import { edgeConformance } from './edge.ts'

edgeConformance('Node', async ({ heartbeatMs, shellDir, ...told }) =>
  runningEdge({ ...told, shellDir: shellDir ?? '/nowhere', clocks: { ...usualClocks, heartbeatMs, drainMs: 1 } }),
)

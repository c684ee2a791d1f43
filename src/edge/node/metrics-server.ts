import { createServer, type Server } from 'node:http'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { cannotListen } from '#shared/cannot-listen.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { meterState, requestMeter } from '../observe/metrics.ts'
import type { Ended, Observing } from '../observe/observing.ts'
import type { GateState } from '../recovery/gate.ts'
import type { MetricsPlace } from '../settings.ts'
import { codeOf } from './error-code.ts'

export interface Metrics {
  readonly count: (ended: Ended) => void
  /** Serves them at `/metrics`. The error is one sentence for the operator. */
  readonly serve: (of: Metered) => Promise<Outcome<MetricsServer, string>>
}

export interface Metered {
  readonly observing: Observing
  readonly gate: () => GateState
}

export interface MetricsServer {
  /** As `http://host:port`. */
  readonly address: string
  readonly close: () => void
}

/** What the edge counts, in the format of Prometheus, at a place apart from visitors. */
export function edgeMetrics(place: MetricsPlace): Metrics {
  // Only the reading is wanted of it: its server would listen without saying where, and knows no fault.
  const reader = new PrometheusExporter({ preventServerStart: true })
  const written = new PrometheusSerializer('', false, undefined, true, true)
  const meter = new MeterProvider({ readers: [reader] }).getMeter('holdfast.edge')
  return {
    count: requestMeter(meter),
    async serve({ observing, gate }) {
      meterState(meter, observing, gate)
      const server = createServer((request, response) => {
        if (request.url?.split('?')[0] !== '/metrics') {
          response.writeHead(404).end()
          return
        }
        reader
          .collect()
          .then(({ resourceMetrics }) => {
            response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
            response.end(written.serialize(resourceMetrics))
          })
          .catch((bug: unknown) => response.writeHead(500).end(`${String(bug)}\n`))
      })
      return listening(server, place)
    },
  }
}

function listening(server: Server, { host, port }: MetricsPlace): Promise<Outcome<MetricsServer, string>> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(fail(cannotListen('metricsPort', { host, port, code: codeOf(error) }))))
    server.listen({ host, port }, () => {
      const bound = server.address()
      const actual = typeof bound === 'object' && bound !== null ? bound.port : port
      resolve(
        ok({
          address: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
          close() {
            server.close()
            server.closeAllConnections()
          },
        }),
      )
    })
  })
}

import type { Meter } from '@opentelemetry/api'
import { phases } from '#protocol/evidence.ts'
import type { GateState } from '../recovery/gate.ts'
import type { Ended, Observing } from './observing.ts'

// Names and attributes are those of OpenTelemetry where it has them (semantic conventions for HTTP 1.23). The unit stands in
// the name, because Prometheus has it there and its exporter does not put it there.
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 100, 300]
const advice = { explicitBucketBoundaries: seconds }

/** Counts requests as they end. A visitor can choose none of the attributes, so there are never many of them. */
export function requestMeter(meter: Meter): (ended: Ended) => void {
  const durations = meter.createHistogram('http.server.request.duration.seconds', {
    description: 'Seconds from the head of a request to the end of its answer.',
    advice,
  })
  const ways = meter.createHistogram('holdfast.edge.phase.duration.seconds', {
    description: 'Seconds in each phase of the way to a process behind the edge.',
    advice,
  })
  const faults = meter.createCounter('holdfast.edge.faults', {
    description: 'Faults that visitors were told, by how far the way had come.',
  })
  const bytes = meter.createCounter('holdfast.edge.body.bytes', {
    description: 'Bytes of bodies, in from visitors and out to them.',
  })
  return function countRequest({ account, ending, tookMs }) {
    const { facts, status, fault, failedIn, to, phasesMs, sizeInBytes, sizeOutBytes } = account
    const asked = { 'http.request.method': methodOf(facts.head.method), 'http.route': facts.route, ended: ending }
    durations.record(tookMs / 1000, status === undefined ? asked : { ...asked, 'http.response.status_code': status })
    for (const phase of phases) {
      const ms = phasesMs[phase]
      if (ms !== undefined) ways.record(ms / 1000, { phase, to })
    }
    if (fault !== undefined) faults.add(1, { fault, phase: failedIn ?? 'none', to: to ?? 'none' })
    if (sizeInBytes > 0) bytes.add(sizeInBytes, { direction: 'in' })
    if (sizeOutBytes > 0) bytes.add(sizeOutBytes, { direction: 'out' })
  }
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function methodOf(method: string): string {
  return methods.has(method) ? method : '_OTHER'
}

/** Tells how the edge is whenever somebody asks. */
export function meterState(meter: Meter, observing: Observing, gate: () => GateState): void {
  const gauge = (name: string, description: string, read: () => number | undefined): void => {
    meter.createObservableGauge(name, { description }).addCallback((result) => {
      const value = read()
      if (value !== undefined) result.observe(value)
    })
  }
  gauge('http.server.active_requests', 'Requests under way.', () => observing.open)
  gauge('holdfast.edge.open_streams', 'Event streams that are open.', () => observing.streams)
  gauge('holdfast.edge.line.length', 'Visitors who wait for their turn.', () => gate().waiting)
  gauge('holdfast.edge.at_origin', 'Requests at the origin that wait for their first byte.', () => gate().atOrigin)
  gauge('holdfast.edge.ramp.limit', 'How many may be at the origin at once. Not there: no limit.', () => gate().limit)
  gauge('holdfast.edge.breaker.open', '1 while the origin is not asked but by one at a time.', () =>
    gate().isOpen ? 1 : 0,
  )
}

import { describe, expect, test } from 'vitest'
import { component, failingBoard, quietBoard } from '../../../test/support/boards.ts'
import { formatFor } from './exposition.ts'
import { statusMetrics } from './metrics.ts'
import { ProbeTimes } from './probe-times.ts'

const none = { version: '1.2.3', probeTimes: [], reports: new Map<string, number>() }

describe('the metrics', () => {
  test('have the names that the reference gives them', () => {
    const text = statusMetrics(
      { ...none, board: failingBoard(), reports: new Map([['rhznvxg4v7yh', 5]]) },
      'prometheus',
    )
    for (const line of [
      'holdfast_build_info{version="1.2.3"} 1',
      'holdfast_component_up{component="Chats and replies"} 0',
      'holdfast_component_up{component="Edge"} 1',
      'holdfast_monitor_blind 0',
      'holdfast_incident_open_seconds{incident="2gztsrksff0v"} 720',
      'holdfast_estimate_coverage_ratio{level="0.8"} 0.79',
      'holdfast_estimate_scored 100',
      'holdfast_green_while_failing_seconds 240',
      'holdfast_user_reports_total{component="Chats and replies"} 5',
    ]) {
      expect(text.split('\n')).toContain(line)
    }
  })

  test('tell how fast the last canary wrote, and nothing where none did', () => {
    const canary = { at: 1, backend: 'attic', firstTokenMs: 640, tokensPerSecond: 31.25 }
    const of = (more: object): string => {
      const components = [component({ hop: 'canary', ...more })]
      return statusMetrics({ ...none, board: quietBoard({ components }) }, 'openmetrics')
    }
    expect(of({ canary })).toContain('# UNIT holdfast_canary_first_token_seconds seconds\n')
    expect(of({ canary })).toContain('holdfast_canary_first_token_seconds{backend="attic"} 0.64\n')
    expect(of({ canary })).toContain('holdfast_canary_tokens_per_second{backend="attic"} 31.25\n')
    expect(of({ canary: { ...canary, tokensPerSecond: null } })).not.toContain('holdfast_canary_tokens_per_second')
    expect(of({})).not.toContain('holdfast_canary')
    const blind = quietBoard({ components: [component({ canary })], blind: { since: 1, lastLookAt: null } })
    expect(statusMetrics({ ...none, board: blind }, 'openmetrics')).not.toContain('holdfast_canary')
  })

  test('say nothing of components while nobody can look', () => {
    const text = statusMetrics({ ...none, board: quietBoard({ blind: { since: 1, lastLookAt: null } }) }, 'prometheus')
    expect(text).not.toContain('holdfast_component_up')
    expect(text).toContain('holdfast_monitor_blind 1')
  })

  test('say nothing of a component whose probe is held for wrong', () => {
    const moved = component({ name: 'Moved', distrusted: { since: 1, because: 'It moved.' } })
    const text = statusMetrics({ ...none, board: quietBoard({ components: [moved, component({})] }) }, 'prometheus')
    expect(text.match(/holdfast_component_up\{.*/g)).toEqual(['holdfast_component_up{component="Chats and replies"} 1'])
  })

  test('count how long probes took, each bucket holding the smaller ones', () => {
    const times = new ProbeTimes()
    for (const tookMs of [3, 30, 30, 400_000]) times.note('edge', tookMs)
    const text = statusMetrics({ ...none, board: quietBoard(), probeTimes: times.all }, 'prometheus')
    for (const line of [
      'holdfast_probe_duration_seconds_bucket{hop="edge",le="0.005"} 1',
      'holdfast_probe_duration_seconds_bucket{hop="edge",le="0.05"} 3',
      'holdfast_probe_duration_seconds_bucket{hop="edge",le="30"} 3',
      'holdfast_probe_duration_seconds_bucket{hop="edge",le="+Inf"} 4',
      'holdfast_probe_duration_seconds_sum{hop="edge"} 400.063',
      'holdfast_probe_duration_seconds_count{hop="edge"} 4',
    ]) {
      expect(text.split('\n')).toContain(line)
    }
  })

  test('are OpenMetrics for whoever asks for that by name', () => {
    expect(formatFor('application/openmetrics-text;version=1.0.0,text/plain;q=0.5')).toBe('openmetrics')
    expect(formatFor('*/*')).toBe('prometheus')
    const text = statusMetrics({ ...none, board: quietBoard() }, 'openmetrics')
    expect(text).toContain('# TYPE holdfast_user_reports counter\n')
    expect(text).toContain('# UNIT holdfast_green_while_failing_seconds seconds\n')
    expect(text.endsWith('# EOF\n')).toBe(true)
    expect(statusMetrics({ ...none, board: quietBoard() }, 'prometheus')).toContain(
      '# TYPE holdfast_user_reports_total counter\n',
    )
  })

  test('two components of one name are told apart, and no name breaks a line', () => {
    const components = [component({ name: 'a"\\\nb' }), component({ name: 'a"\\\nb', id: 'ftgks51sfs2d' })]
    const text = statusMetrics({ ...none, board: quietBoard({ components }) }, 'prometheus')
    expect(text).toContain('holdfast_component_up{component="a\\"\\\\\\nb"} 1\n')
    expect(text).toContain('holdfast_component_up{component="a\\"\\\\\\nb (ftgks51sfs2d)"} 1\n')
  })
})

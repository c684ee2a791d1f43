import { expect, test } from 'vitest'
import { networkReports, reportHeaders } from './network-reports.ts'

test('browsers are asked for reports where they heed it, or where the operator wants it', () => {
  const asks = networkReports.map((reports) =>
    (['http', 'https'] as const).map((scheme) => 'nel' in reportHeaders({ reports, scheme, statusHost: null })),
  )
  expect(asks).toEqual([
    [false, true],
    [true, true],
    [false, false],
  ])
})

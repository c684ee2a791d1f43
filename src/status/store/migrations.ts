import type { Migrations } from '#sqlite/migrate.ts'
import { components } from './migrations/001-components.ts'
import { incidents } from './migrations/002-incidents.ts'
import { reports } from './migrations/020-reports.ts'
import { tickets } from './migrations/021-tickets.ts'
import { subscriptions } from './migrations/022-subscriptions.ts'
import { distrusted } from './migrations/023-distrusted.ts'

/** Only ever added to. The name is what the database remembers. */
export const migrations: Migrations = {
  '001-components': components,
  '002-incidents': incidents,
  '020-reports': reports,
  '021-tickets': tickets,
  '022-subscriptions': subscriptions,
  '023-distrusted': distrusted,
}

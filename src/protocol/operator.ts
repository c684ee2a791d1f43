import * as z from 'zod/mini'
import {
  componentSchema,
  incidentSchema,
  maintenanceSchema,
  type BoardComponent,
  type BoardIncident,
  type BoardMaintenance,
} from './board.ts'

/** What is public of incidents and announced work, with the versions that an edit must name. */
export interface OperatorList {
  readonly incidents: readonly BoardIncident[]
  readonly maintenances: readonly BoardMaintenance[]
  readonly components: readonly BoardComponent[]
  /** By id. */
  readonly versions: Readonly<Record<string, number>>
}

export const operatorListSchema: z.ZodMiniType<OperatorList> = z.object({
  incidents: z.array(incidentSchema),
  maintenances: z.array(maintenanceSchema),
  components: z.array(componentSchema),
  versions: z.record(z.string(), z.number()),
})

/** An incident or announced work as an edit has left it. */
export interface OperatorEdited {
  readonly id: string
  readonly number: number
  readonly version: number
}

export const operatorEditedSchema: z.ZodMiniType<OperatorEdited> = z.object({
  id: z.string(),
  number: z.number(),
  version: z.number(),
})

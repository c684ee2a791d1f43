import * as z from 'zod/mini'
import { flagOf } from '#shared/cannot-listen.ts'
import { variableOf } from './names.ts'
import { settingNames, settings } from './settings.ts'

/** The JSON Schema of `holdfast.config.json`, for editors and for checks before a roll-out. */
export function configJsonSchema(): string {
  const properties = Object.fromEntries([
    ['$schema', { type: 'string', description: 'The address of this schema, for editors.' }],
    ...settingNames.map((name) => [name, propertyOf(name)]),
  ])
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'holdfast.config.json',
    description: 'Settings of Holdfast. A flag or an environment variable goes before the file.',
    type: 'object',
    properties,
    additionalProperties: false,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function propertyOf(name: (typeof settingNames)[number]): object {
  const { $schema: _, ...schema } = z.toJSONSchema(settings[name].schema, { io: 'input' })
  const { about, mustBe, default: standard } = settings[name]
  const description = `${about} It must be ${mustBe}. Also ${flagOf(name)} and ${variableOf(name)}.`
  return { description, ...schema, default: standard }
}

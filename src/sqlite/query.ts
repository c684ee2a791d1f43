import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Compilable, CompiledQuery } from 'kysely'

/**
 * Runs Kysely's queries at once instead of asynchronously. A record's transaction then never stays open while
 * something else of this process uses the same connection.
 */
export interface Query {
  readonly all: <T>(query: Compilable<T>) => T[]
  readonly first: <T>(query: Compilable<T>) => T | undefined
  /** How many rows changed. */
  readonly run: (query: Compilable) => number
  /**
   * A query that is asked often, compiled once: building one anew costs more than SQLite needs to answer it. `build` gets
   * a stand-in for each value by its name, and may give them to Kysely as values, and do nothing else with them.
   */
  readonly template: <Name extends string, T>(
    names: readonly Name[],
    build: (values: Readonly<Record<Name, never>>) => Compilable<T>,
  ) => Template<Name, T>
}

export interface Template<Name extends string, T> {
  readonly first: (values: Readonly<Record<Name, SQLInputValue>>) => T | undefined
  readonly run: (values: Readonly<Record<Name, SQLInputValue>>) => number
}

export function queryOn(sqlite: DatabaseSync): Query {
  const statements = new Map<string, StatementSync>()

  function prepared(text: string): StatementSync {
    const known = statements.get(text)
    if (known !== undefined) return known
    const statement = sqlite.prepare(text)
    // The texts repeat; lists of parameters make a few more, and the bound keeps them few.
    if (statements.size >= preparedLimit) statements.clear()
    statements.set(text, statement)
    return statement
  }

  return {
    all<T>(query: Compilable<T>): T[] {
      const compiled = query.compile()
      // oxlint-disable-next-line typescript/consistent-type-assertions -- the query's own type says what its rows are
      return prepared(compiled.sql).all(...bindable(compiled)) as T[]
    },
    first<T>(query: Compilable<T>): T | undefined {
      const compiled = query.compile()
      // oxlint-disable-next-line typescript/consistent-type-assertions -- the query's own type says what its rows are
      return prepared(compiled.sql).get(...bindable(compiled)) as T | undefined
    },
    run(query) {
      const compiled = query.compile()
      return Number(prepared(compiled.sql).run(...bindable(compiled)).changes)
    },
    template<Name extends string, T>(
      names: readonly Name[],
      build: (values: Readonly<Record<Name, never>>) => Compilable<T>,
    ): Template<Name, T> {
      const standIns = Object.fromEntries(names.map((name) => [name, new StandIn(name)]))
      // oxlint-disable-next-line typescript/consistent-type-assertions -- no value has this type, so none can be taken for one
      const { sql, parameters } = build(standIns as Readonly<Record<Name, never>>).compile()
      const statement = sqlite.prepare(sql)
      const bound = (values: Readonly<Record<string, SQLInputValue>>): SQLInputValue[] =>
        parameters.map((value) => sqliteValue(value instanceof StandIn ? values[value.name] : value))
      return {
        // oxlint-disable-next-line typescript/consistent-type-assertions -- the query's own type says what its rows are
        first: (values) => statement.get(...bound(values)) as T | undefined,
        run: (values) => Number(statement.run(...bound(values)).changes),
      }
    },
  }
}

/** Stands in a query where a value is to be. */
class StandIn {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

const preparedLimit = 256

function bindable({ parameters }: CompiledQuery): SQLInputValue[] {
  return parameters.map(sqliteValue)
}

/** A value as SQLite keeps it. Dates and booleans throw: `node:sqlite` would store a Date as NULL without a word. */
export function sqliteValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot keep a ${typeof value}: store times as milliseconds and flags as 0 or 1`)
}

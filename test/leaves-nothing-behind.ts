import { afterEach, beforeEach, expect, vi } from 'vitest'

// Test files share one global object (`isolate: false`): what a test leaves in it, another file trips over.
let environment = { ...process.env }
let globals = new Set<string>()

// Not once for all: a module that is imported may leave what it likes, a test may not.
beforeEach(() => {
  environment = { ...process.env }
  globals = new Set(Object.keys(globalThis))
})

afterEach(() => {
  const wasFaked = vi.isFakeTimers()
  vi.useRealTimers()
  expect(wasFaked, 'this test left fake timers behind').toBe(false)
  expect(changedVariables(), 'this test left the environment changed').toEqual([])
  expect(newGlobals(), 'this test left globals behind').toEqual([])
})

function changedVariables(): readonly string[] {
  const names = new Set([...Object.keys(process.env), ...Object.keys(environment)])
  return [...names].filter((name) => process.env[name] !== environment[name])
}

function newGlobals(): readonly string[] {
  return Object.keys(globalThis).filter((name) => !globals.has(name))
}

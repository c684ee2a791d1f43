import type { Diagnostic, FaultId, WarningId } from '../fault.ts'
import type { Compiler } from '../run/template.ts'
import type { ListNode, Member } from './list-node.ts'
import { positionOf } from './positions.ts'

/** A place in a source: an offset, so that line and column are only worked out for whoever asks. */
export interface Place {
  readonly module: Module
  readonly at: number
}

/** One lists text, read into its tree. Nothing in it changes after it was read but what is compiled and kept. */
export interface Module {
  /** What it was imported as; empty for the generator itself. */
  readonly name: string
  /** With `\n` alone at the ends of lines. */
  readonly source: string
  readonly root: ListNode
  readonly warnings: readonly Warning[]
  /** Turns texts of this module into what runs. */
  readonly compiler: Compiler
}

export interface Warning {
  readonly id: WarningId
  readonly message: string
  readonly at: number
}

/** The list or top-level property of this name. */
export function topLevel({ root }: Module, name: string): ListNode | Member | undefined {
  return root.members?.get(name) ?? root.childNamed(name)
}

export function diagnosticAt({ module, at }: Place, id: FaultId | WarningId, message: string): Diagnostic {
  return { id, severity: 'warning', message, ...positionOf(module, at), module: module.name }
}

import { FunctionSource, type ListNode, type Property } from '../tree/list-node.ts'
import { topLevel, type Module } from '../tree/module.ts'

/** What a generator gives when nobody says what: `$output`, else `output`, else its last list. */
export function entryOf(module: Module): ListNode | Property | undefined {
  for (const name of ['$output', 'output']) {
    const found = topLevel(module, name)
    if (found !== undefined && !(found instanceof FunctionSource)) return found
  }
  return module.root.children.findLast((list) => !list.raw.startsWith('$'))
}

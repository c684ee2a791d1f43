import { FunctionSource, ListNode, type Member, type Property } from '../tree/list-node.ts'
import { topLevel, type Module } from '../tree/module.ts'

/** What a generator gives when nobody says what: `$output`, else `output`, else its last list. */
export function entryOf(module: Module): ListNode | Property | undefined {
  const outputs = ['$output', 'output'].map((name) => topLevel(module, name)).filter(isListOrText)
  const lists = module.root.children.filter((list) => !list.raw.startsWith('$'))
  return outputs.find(givesText) ?? lists.findLast(givesText) ?? outputs[0] ?? lists.at(-1)
}

function isListOrText(found: ListNode | Member | undefined): found is ListNode | Property {
  return found !== undefined && !(found instanceof FunctionSource)
}

/** Lists that only hold what others ask for by name have nothing to give themselves. */
function givesText(found: ListNode | Property): boolean {
  return !(found instanceof ListNode) || found.children.length > 0 || found.members?.has('$output') === true
}

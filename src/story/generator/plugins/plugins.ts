import { loopingPool } from '../run/pool.ts'
import { itemsOf } from '../members/picking.ts'
import type { Run } from '../run/run.ts'
import { Consumable, type Func, type Value } from '../run/value.ts'
import { ListNode } from '../tree/list-node.ts'
import { createInstance } from './create-instance.ts'
import { dice } from './dice.ts'
import { consumableLeafList, selectAllLeaves, selectLeaf, selectLeaves } from './leaves.ts'
import { excludeItems, filterList, joinLists, randomSelect, selectRange, selectUntil } from './lists.ts'
import { literal } from './literal.ts'
import { pluginFunc, type Plugin } from './plugin.ts'
import { seeder } from './seeder.ts'

/** What can be imported without being there as a generator. */
export function pluginNamed(name: string): Func | undefined {
  return builtIn.get(name)
}

const builtIn: ReadonlyMap<string, Func> = new Map(
  Object.entries<Plugin>({
    'dice-plugin': dice,
    'create-instance-plugin': createInstance,
    'select-until-plugin': selectUntil,
    'filter-list-plugin': filterList,
    'exclude-items-plugin': excludeItems,
    'join-lists-plugin': joinLists,
    'select-leaf-plugin': selectLeaf,
    'select-leaves-plugin': selectLeaves,
    'select-all-leaves-plugin': selectAllLeaves,
    'consumable-leaf-list-plugin': consumableLeafList,
    'consumable-list-loop-plugin': consumableLoop,
    'random-select-plugin': randomSelect,
    'select-range-plugin': selectRange,
    'literal-plugin': literal,
    'seeder-plugin': seeder,
    ...Object.fromEntries(pageOnly().map((name) => [name, stub(name)])),
  }).map(([name, plugin]) => [name, pluginFunc(name, plugin)]),
)

function consumableLoop(run: Run, [list]: readonly Value[]): Value {
  const name = list instanceof ListNode ? list.name : 'the list'
  return new Consumable(loopingPool(name, itemsOf(run, list)), list instanceof ListNode ? list : undefined)
}

/** Plugins that work on a page or ask a server. They can be imported, so that the lists beside them work. */
function pageOnly(): readonly string[] {
  return `ai-text-plugin text-to-image-plugin comments-plugin upload-plugin fullscreen-button-plugin kv-plugin
    super-fetch-plugin dynamic-import-plugin markdown-plugin remember-plugin locker-plugin tabbed-comments-plugin-v1
    favicon-plugin background-image-plugin background-audio-plugin combine-emojis-plugin image-layer-combiner-plugin
    download-button-plugin goto-plugin secret-plugin speak-plugin tap-plugin url-params-plugin huge-emojis-plugin
    text-editor-plugin-v1 embed-plugin layout-maker-plugin`.split(/\s+/)
}

function stub(name: string): Plugin {
  return (run) =>
    run.fail('browser-javascript', `This uses browser JavaScript: ${name} only works on a page. Lists still work.`)
}

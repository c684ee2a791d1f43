import type { Rolled } from './roller.ts'

/** Why there is no result. */
export function faultWords(rolled: Rolled): string {
  if (rolled === 'broken') return 'The part of this page that rolls did not come, or broke.'
  if (rolled === 'silent' || rolled.fault === null) return 'There was no result in time, so the roll was ended.'
  const { line, module, message } = rolled.fault
  return `Line ${line}${module === '' ? '' : ` of ${module}`}: ${message}`
}

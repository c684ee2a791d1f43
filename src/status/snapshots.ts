/** What others need of snapshots: the command that checks one. */
export { verifySnapshot, type ReadFile } from './snapshot/verify.ts'

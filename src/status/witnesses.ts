export { placesIn } from './monitor/witness.ts'

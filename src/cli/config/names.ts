/** A setting's name in the environment: `edgePort` is `HOLDFAST_EDGE_PORT`. */
export function variableOf(setting: string): string {
  return `HOLDFAST_${setting.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

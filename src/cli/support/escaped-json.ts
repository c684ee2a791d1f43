/** JSON that a terminal does not obey: what it would is escaped, and a reader of JSON reads the same. */
export function escapedJson(value: unknown): string {
  return (JSON.stringify(value, null, 2) ?? 'null')
    .split('\n')
    .map((line) =>
      line.replaceAll(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    )
    .join('\n')
}

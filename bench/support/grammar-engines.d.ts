declare module 'tracery-grammar' {
  export function createGrammar(rules: Record<string, string[]>): { readonly flatten: (rule: string) => string }
  const tracery: { readonly createGrammar: typeof createGrammar }
  export default tracery
}

declare module 'improv' {
  interface Improv {
    readonly gen: (snippet: string, model: object) => string
  }
  const improv: new (snippets: object, options: { readonly persistence: boolean }) => Improv
  export default improv
}

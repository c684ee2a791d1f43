declare module 'indefinite' {
  /** The word with its article before it, or the article alone. */
  export default function indefinite(word: string, options: { readonly articleOnly: true }): 'a' | 'an'
}

/** English grammar for the members that need it. */
export interface WordForms {
  readonly pluralForm: (text: string) => string
  readonly singularForm: (text: string) => string
  readonly pastTense: (text: string) => string
  readonly presentTense: (text: string) => string
  readonly futureTense: (text: string) => string
  readonly negativeForm: (text: string) => string
}

/**
 * Thrown when a generation asks for a form of a word while the tables for that are not loaded: they are larger than the
 * interpreter, and few generators need them. Whoever runs generations loads them and begins anew, which gives the same
 * text, for a generation depends on nothing but its seed.
 */
export class WordFormsMissing extends Error {}

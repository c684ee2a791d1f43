import nlp from 'compromise/two'

/** What the library does to single words, beneath its reading of whole sentences, which guesses at parts of speech. */
export interface WordTables {
  readonly toPlural: (noun: string) => string
  readonly toSingular: (noun: string) => string
  /** The verb as the dictionary lists it, of one in this tense. */
  readonly toInfinitive: (verb: string, tense: 'PastTense' | 'PresentTense' | 'Gerund') => string
  readonly conjugate: (infinitive: string) => Conjugation
}

interface Conjugation {
  readonly PastTense?: string
  readonly PresentTense?: string
  readonly Gerund?: string
}

type Change<T> = (word: string, model: object, tense?: string) => T

interface Transforms {
  readonly noun: { readonly toPlural: Change<string>; readonly toSingular: Change<string> }
  readonly verb: { readonly toInfinitive: Change<string>; readonly conjugate: Change<Conjugation> }
}

export function wordTables(): WordTables {
  const methods = nlp.methods()
  if (!hasTransforms(methods)) throw new Error('the library of word forms is not the one that this was written for')
  const model = nlp.model()
  const { noun, verb } = methods.two.transform
  return {
    toPlural: (word) => noun.toPlural(word, model),
    toSingular: (word) => noun.toSingular(word, model),
    toInfinitive: (word, tense) => verb.toInfinitive(word, model, tense),
    conjugate: (word) => verb.conjugate(word, model),
  }
}

/** The library types its insides as `object`. */
function hasTransforms(methods: object): methods is { readonly two: { readonly transform: Transforms } } {
  const two: unknown = 'two' in methods ? methods.two : undefined
  return typeof two === 'object' && two !== null && 'transform' in two
}

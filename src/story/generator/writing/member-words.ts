/** A member that lists and what is picked from them have, and what it gives: for whoever is about to write it. */
export interface MemberWord {
  readonly name: string
  readonly gives: string
  readonly takes: 'nothing' | 'something'
}

export const memberWords: readonly MemberWord[] = [
  getter('selectOne', 'one item'),
  getter('evaluateItem', 'one item, as final text'),
  method('selectMany', 'so many items'),
  method('selectUnique', 'so many, none twice'),
  getter('selectAll', 'all items'),
  getter('consumableList', 'a copy from which each item comes once'),
  getter('upperCase', 'LIKE THIS'),
  getter('lowerCase', 'like this'),
  getter('titleCase', 'Like This'),
  getter('sentenceCase', 'Like this'),
  getter('pluralForm', 'wolf, wolves'),
  getter('singularForm', 'wolves, wolf'),
  getter('pastTense', 'walk, walked'),
  getter('presentTense', 'walked, walks'),
  getter('futureTense', 'walk, will walk'),
  getter('negativeForm', 'walk, do not walk'),
  method('joinItems', 'all items, with this between them'),
  getter('sumItems', 'the sum of the items'),
  method('replaceText', 'one item, with one text for another'),
  getter('getName', 'its name'),
  getter('getParent', 'the list that it is in'),
  getter('getSelf', 'itself'),
  getter('getLength', 'how many items it has'),
  getter('getOdds', 'its odds'),
  getter('getChildNames', 'the names of its items'),
  getter('getPropertyNames', 'the names of its properties'),
  getter('getPropertyKeys', 'the names of its properties'),
  getter('getFunctionNames', 'the names of its functions'),
  getter('getAllKeys', 'all names in it'),
  getter('getRawListText', 'its text as it was written'),
]

function getter(name: string, gives: string): MemberWord {
  return { name, gives, takes: 'nothing' }
}

function method(name: string, gives: string): MemberWord {
  return { name, gives, takes: 'something' }
}

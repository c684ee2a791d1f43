/** Joins surrogate pairs that were cut between deltas. Half a pair that stays alone becomes U+FFFD. */
export interface WholeCharacters {
  readonly take: (text: string) => string
  readonly end: () => string
}

export function wholeCharacters(): WholeCharacters {
  let half = ''
  return {
    take(text) {
      const all = half + text
      half = endsInHalf(all) ? all.slice(-1) : ''
      return (half === '' ? all : all.slice(0, -1)).toWellFormed()
    },
    end() {
      const rest = half.toWellFormed()
      half = ''
      return rest
    },
  }
}

function endsInHalf(text: string): boolean {
  const last = text.charCodeAt(text.length - 1)
  return last >= 0xd800 && last <= 0xdbff
}

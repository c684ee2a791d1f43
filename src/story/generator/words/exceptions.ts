/** Where the library's tables and the dictionary part. */
export const irregularPlurals: ReadonlyMap<string, string> = new Map(
  Object.entries({
    fish: 'fish',
    die: 'dice',
    zero: 'zeros',
    bus: 'buses',
    lens: 'lenses',
    ox: 'oxen',
    octopus: 'octopuses',
    series: 'series',
    species: 'species',
    aircraft: 'aircraft',
    salmon: 'salmon',
    trout: 'trout',
    elk: 'elk',
    moose: 'moose',
  }),
)

export const irregularPasts: ReadonlyMap<string, string> = new Map(
  Object.entries({ sneak: 'sneaked', dive: 'dived', wed: 'wedded' }),
)

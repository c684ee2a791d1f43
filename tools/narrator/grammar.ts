import type { Chance } from '#shared/clock.ts'

/** All that the narrator can ever know. Changing a word here makes another narrator: its weights must be trained anew. */

/** One story's people and things: drawn once, so that all of its turns agree. */
interface Scene {
  readonly hero: string
  readonly friend: string
  readonly role: string
  readonly place: string
  readonly item: string
  readonly mood: string
  readonly foe: string
  readonly goal: string
  readonly they: string
  readonly them: string
  readonly their: string
}

type Sentence = (scene: Scene) => string

type Pick = <T>(list: readonly T[]) => T

function picker(chance: Chance): Pick {
  return function pick(list) {
    const picked = list[Math.floor(chance() * list.length)]
    if (picked === undefined) throw new RangeError('nothing can be picked from an empty list')
    return picked
  }
}

const syllables = {
  first:
    'Ma Lo Ti Ren Ka Sel Bry Dor El Fin Gwe Har Is Jo Kel Lu Mir Nor Ol Pe Qui Ro Sa Tor Um Ve Wil Yo Za An Be Cor'.split(
      ' ',
    ),
  second: 'ra den lia mus na rik la don sa tha vin wen ric mo bel ly ton ria kin da'.split(' '),
}
const commonNames = 'Lily Tom Anna Max Rose Sam Clara Ben Nora Finn Ivy Leo Maya Hugo Ada Oscar'.split(' ')
const pronouns = [
  { they: 'she', them: 'her', their: 'her' },
  { they: 'he', them: 'him', their: 'his' },
  { they: 'they', them: 'them', their: 'their' },
]
const roles = [
  'young knight',
  'lighthouse keeper',
  'retired thief',
  'ship captain',
  'healer',
  'map maker',
  'shepherd',
  'clock maker',
  'detective',
  'space pilot',
  'gardener',
  'apprentice witch',
  'librarian',
  'smuggler',
  'ranger',
  'robot engineer',
  'baker',
  'ghost hunter',
]
const places = [
  'an abandoned lighthouse',
  'the frozen harbour',
  'a city of glass towers',
  'the old forest',
  'a ruined library',
  'the red desert',
  'a village under the mountain',
  'the floating market',
  'a silent space station',
  'the flooded tunnels',
  'a castle on the cliff',
  'the night train',
]
const items = [
  'a brass key',
  'a cracked lantern',
  'a torn map',
  'a silver whistle',
  'a sealed letter',
  'an old compass',
  'a music box',
  'a black feather',
  'a broken sword',
  'a glowing stone',
  'a small wooden box',
  'a photograph',
]
const moods = [
  'cold wind',
  'thick fog',
  'soft rain',
  'pale moonlight',
  'a strange silence',
  'the smell of smoke',
  'a distant bell',
  'golden light',
]
const foes = [
  'a tall stranger in grey',
  'a pack of wolves',
  'an old rival',
  'a voice behind the wall',
  'the captain of the guard',
  'a pale child',
  'a masked dancer',
  'something large and patient',
]
const goals = [
  'find the lost door',
  'bring the light back',
  'warn the village',
  'learn the truth about the letter',
  'escape before dawn',
  'return what was stolen',
  'save a friend',
  'break the old curse',
]
const ways = [
  'north',
  'down the stairs',
  'through the gate',
  'along the shore',
  'into the dark hall',
  'over the bridge',
  'towards the sound',
  'back to the fire',
]

const openings: readonly Sentence[] = [
  (s) => `${capital(s.mood)} lay over ${s.place} when ${s.hero} the ${s.role} arrived.`,
  (s) => `${s.hero} the ${s.role} had not meant to come to ${s.place}.`,
  (s) => `Nobody in ${s.place} expected ${s.hero} the ${s.role} to return.`,
  (s) => `It was late when ${s.hero} the ${s.role} reached ${s.place}.`,
]
const finds: readonly Sentence[] = [
  (s) => `In ${s.their} pocket was ${s.item}, still warm.`,
  (s) => `On the ground ${s.they} found ${s.item}.`,
  (s) => `${s.hero} held ${s.item} so tightly that ${s.their} hand hurt.`,
  (s) => `Someone had left ${s.item} where only ${s.hero} would look.`,
]
const wishes: readonly Sentence[] = [
  (s) => `${capital(s.they)} had one task: ${s.goal}.`,
  (s) => `"I have to ${s.goal}," ${s.hero} said.`,
  (s) => `If ${s.they} could ${s.goal}, everything might still be mended.`,
]
const meetings: readonly Sentence[] = [
  (s) => `Then ${s.hero} saw ${s.foe}.`,
  (s) => `Out of the dark came ${s.foe}.`,
  (s) => `"You should not have brought ${definite(s.item)} here," said ${s.friend}.`,
  (s) => `${s.friend} stepped out and raised a hand. "Wait," ${s.friend} said.`,
]
const deeds: readonly Sentence[] = [
  (s) => `${s.hero} did not run.`,
  (s) => `${s.hero} lifted ${definite(s.item)} and waited.`,
  (s) => `Slowly, ${s.hero} took one step closer.`,
  (s) => `${s.hero} thought of ${s.friend} and kept still.`,
  (s) => `"Then tell me the truth," said ${s.hero}.`,
]
const turnings: readonly Sentence[] = [
  (s) => `The answer was not the one ${s.they} wanted.`,
  (s) => `${capital(definite(s.item))} began to hum.`,
  (s) => `Behind ${s.them} a door closed.`,
  () => `Far away, a bell rang twice.`,
  (s) => `For a moment ${s.mood} was gone, and ${s.hero} could see everything.`,
]
const endings: readonly Sentence[] = [
  (s) => `And so ${s.hero} managed to ${s.goal}, and ${s.place} was quiet again.`,
  (s) => `In the morning ${s.hero} gave ${definite(s.item)} to ${s.friend} and walked home.`,
  (s) => `${s.hero} never spoke of ${s.place} again, but ${s.they} kept ${definite(s.item)}.`,
]
const firstRequests: readonly Sentence[] = [
  (s) => `Tell me a story about ${s.hero} the ${s.role} in ${s.place}.`,
  (s) => `Write a story about ${s.hero}, a ${s.role}.`,
  (s) => `I want a story set in ${s.place} with ${s.hero} the ${s.role}.`,
  (s) => `Start a story: ${s.hero} the ${s.role} has ${s.item} and must ${s.goal}.`,
  (s) => `Once upon a time in ${s.place}, ${s.hero} the ${s.role} found ${s.item}.`,
]
const endRequests = ['End the story.', 'Finish the story.', 'Give it an ending.']

interface Turn {
  readonly asked: string
  readonly told: readonly string[]
}

/** One story, told in two to five turns. */
export function tellStory(chance: Chance): readonly Turn[] {
  const pick = picker(chance)
  const hooks = hooksOf(pick)
  const scene = drawScene(chance)
  const say = (...lists: (readonly Sentence[])[]): readonly string[] => lists.map((list) => pick(list)(scene))

  const turns: Turn[] = [{ asked: pick(firstRequests)(scene), told: say(openings, finds, wishes, meetings, hooks) }]
  const laterTurns = 1 + Math.floor(chance() * 3)
  for (let n = 0; n < laterTurns; n++) {
    const { asked, takenUp } = pick(laterRequestsOf(pick))(scene)
    const done = say(deeds)
    const then = say(chance() < 0.5 ? turnings : meetings)
    turns.push({ asked, told: [...takenUp, ...done, ...then, ...say(turnings, hooks)] })
  }
  if (chance() < 0.35) turns.push({ asked: pick(endRequests), told: [...say(deeds, turnings, endings), 'The end.'] })
  return turns
}

/** The order in which things are drawn is part of the recipe: another order is another corpus. */
function drawScene(chance: Chance): Scene {
  const pick = picker(chance)
  const person = pick(pronouns)
  return {
    hero: drawName(chance),
    friend: drawName(chance),
    role: pick(roles),
    place: pick(places),
    item: pick(items),
    mood: pick(moods),
    foe: pick(foes),
    goal: pick(goals),
    ...person,
  }
}

/** Half of the names are put together from syllables, so that the model learns to copy names and not to know them. */
function drawName(chance: Chance): string {
  const pick = picker(chance)
  return chance() < 0.5 ? pick(commonNames) : pick(syllables.first) + pick(syllables.second)
}

/** Each turn of a story ends with one: something that asks to be gone on from. */
function hooksOf(pick: Pick): readonly Sentence[] {
  return [
    (s) => `What does ${s.hero} do next?`,
    () => `There are two ways on: ${pick(ways)}, or ${pick(ways)}.`,
    (s) => `And ${s.foe} was already waiting.`,
    (s) => `${s.hero} took a breath and went ${pick(ways)}.`,
  ]
}

type Request = (scene: Scene) => { readonly asked: string; readonly takenUp: readonly string[] }

/** What the person does next, and the sentence that takes it up. */
function laterRequestsOf(pick: Pick): readonly Request[] {
  return [
    () => ({ asked: 'Continue.', takenUp: [] }),
    () => ({ asked: 'What happens next?', takenUp: [] }),
    (s) => ({
      asked: `${s.hero} uses ${definite(s.item)}.`,
      takenUp: [`${s.hero} raised ${definite(s.item)}, and it answered.`],
    }),
    (s) => {
      const way = pick(ways)
      return { asked: `${s.hero} goes ${way}.`, takenUp: [`${s.hero} went ${way}, counting every step.`] }
    },
    (s) => ({
      asked: `${s.hero} asks ${s.friend} for help.`,
      takenUp: [`"I will help you," said ${s.friend}, "but not for free."`],
    }),
    (s) => ({ asked: `${s.hero} hides.`, takenUp: [`${s.hero} hid and held ${s.their} breath.`] }),
    (s) => ({
      asked: 'Make it scarier.',
      takenUp: [`Something in ${s.place} was breathing, and it was not ${s.hero}.`],
    }),
    (s) => ({ asked: 'Describe the place.', takenUp: [`${capital(s.place)} was all ${s.mood} and old stone.`] }),
  ]
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function definite(noun: string): string {
  return noun.replace(/^an? /, 'the ')
}

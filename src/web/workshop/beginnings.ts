import { nextTurn } from './next-turn.ts'

/** Something to begin with: a generator that works, to be changed at will. */
export interface Beginning {
  readonly name: string
  /** What it gives. */
  readonly gives: string
  readonly text: string
}

export const beginnings: readonly Beginning[] = [
  {
    name: 'Character',
    gives: 'somebody with a trade, a look and a secret',
    text: `output
  {A} [age] [trade] with [look], who [secret].

age
  young
  greying ^2
  sharp-eyed
  worn-out

trade
  ferrywoman
  clockmaker
  bone-setter
  mapmaker
  bell-ringer
  smuggler ^0.5

look
  ink on every finger
  a coat that was made for somebody else
  one {green|grey|amber} eye and one of glass
  a laugh that arrives before they do

secret
  has never told anyone about {the fire|the letter|the second child}
  still pays for a house nobody lives in
  knows the way into [place] and is afraid to use it

place
  the drowned chapel
  the old customs house
  the tunnels under the mill
`,
  },
  {
    name: 'Place',
    gives: 'somewhere to arrive at',
    text: `output
  [place.sentenceCase], where [feature] and [mood].

place
  {a} [worn] harbour town
  {a} [worn] inn at a crossroads
  {an|the last} observatory above the snow line
  a railway station with no village

worn
  salt-bleached
  half-abandoned
  freshly painted ^0.5
  quarrelsome

feature
  the bells are rung for {ships|the dead|no reason anyone recalls}
  every door is painted {blue|red|the same green}
  the river runs {2-5} days a week

mood
  nobody asks a stranger's name
  everyone has been expecting you
  supper is served in silence
`,
  },
  {
    name: 'Plot',
    gives: 'a story in three sentences',
    text: `output
  [who.sentenceCase] wants [goal]. [trouble.sentenceCase]. To go on, [price].

who
  a disgraced healer
  the youngest of {3-9} sisters
  a courier who cannot read
  a retired thief

goal
  to bring a body home
  to be forgiven by {a brother|a town|someone long dead}
  to sell a thing that will not stay sold

trouble
  the only road belongs to an old enemy
  someone else has the same errand and a day's start
  the one witness has begun to forget

price
  someone must be told the truth
  the oldest promise has to be broken
  they must go back to where it began
`,
  },
  {
    name: 'Names',
    gives: 'names that sound as if they belonged together',
    text: `output
  [first.selectOne.titleCase] [last]

first
  [start][end]
  [start][middle][end] ^0.5

start
  mar
  el
  tho
  bri
  is
  cor

middle
  a
  i
  en
  ol

end
  la
  rin
  wen
  dan
  seth

last
  [wood.titleCase][water]
  of [wood.titleCase]mere ^0.3

wood
  ash
  alder
  thorn
  rowan

water
  ford
  brook
  well
  holm
`,
  },
  {
    name: 'Opening',
    gives: 'a first line',
    text: `output
  The [day] [event], [person] [act].
  Nobody in [town] spoke of [thing] until [person] [act].
  "[line]," said [person], and [act].

day
  night
  morning
  winter

event
  the dam broke
  the ferry did not come
  my mother sold the piano

person
  the new schoolteacher
  our neighbour
  the woman from the third floor

act
  came to the door with {a spade|a suitcase|nothing in their hands}
  began to count the spoons
  laughed for the first time in years

town
  Harrow End
  the valley
  our street

thing
  the bell
  the other house
  what the tide had left

line
  You are early
  That was never yours
  Close the window
`,
  },
  {
    name: 'Writing prompt',
    gives: 'a request for the next scene',
    text: `output
  Write {a} [tone] scene in which [who] [does]. [rule]

tone
  quiet
  tense
  tender
  funny, slightly unkind

who
  two people who were once close
  a stranger and a child
  a debtor and the one they owe

does
  must share one {umbrella|bed|ticket}
  wait for news
  find something that should have been burnt

rule
  Nobody says what they mean.
  Use no more than {2-4} sentences of dialogue.
  End before anything is settled.
  Let the weather decide.
`,
  },
  {
    name: 'Object',
    gives: 'a thing with a power and its cost',
    text: `output
  {A} [made] [thing] that [power], but [cost].

made
  tarnished silver
  bone-handled
  much-mended
  plain iron ^2

thing
  key
  mirror
  sewing needle
  pocket watch
  ladle

power
  opens {any door|one door|every mouth} at night
  shows the last place you were happy
  mends whatever it touches
  can find {water|liars|lost children}

cost
  each time its owner forgets {a name|a face|a road}
  it must never be lent
  it grows heavier with every {use|winter}
  somebody, somewhere, pays for it
`,
  },
  {
    name: 'Rumour',
    gives: 'something that is said in the tavern',
    text: `output
  They say [who] [did]. [doubt]
  [source] swears that [who] [did]. [doubt]

source
  The miller's boy
  My cousin in the customs house
  {A} [trade] I once drank with

trade
  pilot
  gravedigger
  tax collector

who
  the duke's {eldest|forgotten} son
  the widow at the ford
  nobody from around here
  the old captain

did
  bought the {north|flooded} field and never set foot in it
  was seen in two towns on one night
  has stopped casting a shadow
  pays in coins of a king who never reigned

doubt
  I would not repeat it.
  Others tell it differently.
  The priest goes pale when you ask.
  It was {2-9} winters ago, mind.
`,
  },
  {
    name: 'Encounter',
    gives: 'somebody on the road, and what they want',
    text: `output
  [where.sentenceCase] you meet [who], [doing]. They want [want].

where
  at the ford
  where the road forks
  under a gallows tree
  in the lee of a broken wall

who
  {a} [mood] pedlar with too little to sell
  {2-4} soldiers without a flag
  a girl leading {a blind horse|a goat on a ribbon}
  {a} [mood] priest of a god you do not know

mood
  cheerful
  sleepless
  watchful

doing
  roasting chestnuts as if nothing were wrong
  arguing about a map
  digging
  waiting, it seems, for you

want
  company until {dark|the next village}
  news of a town that burned
  to be told that they were never here
  a fair price for something they should not own
`,
  },
  {
    name: 'Hour and weather',
    gives: 'the light and the sounds of a scene',
    text: `output
  [hour], [sky]. [sound.sentenceCase].

hour
  Just before dawn
  The dead middle of the afternoon
  An hour after the lamps were lit
  Midnight, or near it

sky
  and snow that cannot make up its mind
  with {a low|a bruised|an enormous} sky
  and not a breath of wind
  under {2-3} days of rain

sound
  somewhere a shutter is knocking
  the dogs have stopped
  a cart goes by without a light
  you can hear the river thinking
`,
  },
  {
    name: 'Letter',
    gives: 'how a letter begins, and how it ends',
    text: `output
  [greeting]\\n\\n[news] [ask]\\n\\n[close]

greeting
  Dear [name],
  To whoever lives in the house now:
  [name], if that is still your name,

name
  Agnes
  Tobias
  Marguerite
  Little Wren

news
  The roof held, the horse did not.
  I have seen him again, and he did not know me.
  We leave on {Monday|the first dry day}, whatever your uncle says.
  You were right about the cellar.

ask
  Burn this when you have read it.
  Send the {blue coat|money|child} by the morning coach.
  Tell nobody but {Mother|the doctor|the ferryman}.

close
  Yours, in spite of everything
  Your obedient, frightened servant
  Still here
`,
  },
  {
    name: 'Dialogue',
    gives: 'two lines that want a third',
    text: `output
  "[ask]"\\n"[answer]" [manner]

ask
  How long have you known?
  Is that blood?
  Who taught you to {whistle|lie|dance} like that?
  You came back for the {dog|ring|boat}, then?

answer
  Longer than you will like.
  Sit down first.
  You did.
  Not only for that.

manner
  She did not look up.
  He said it to the window.
  Somebody in the next room laughed.
  The {kettle|clock|baby} chose that moment.
`,
  },
  nextTurn,
]

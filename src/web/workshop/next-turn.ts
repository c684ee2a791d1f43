/** What a writer who is stuck may go on with: a move of their own, or something that happens. */
export const nextTurn: { readonly name: string; readonly gives: string; readonly text: string } = {
  name: 'Next turn',
  gives: 'something to write next',
  text: `output
  [move.sentenceCase]. ^2
  [happening.sentenceCase], and [answer].
  "[line]" [said]. ^1.5
  [later.sentenceCase], [happening].

move
  I {set down|hide|hold up} the [thing] and wait for somebody to say something
  I ask the question that nobody has asked: {who sent for us|what happened to the last one|why the door is new}
  I tell them the truth about {the letter|where I was that night|my name}
  I leave without a word and take the {back stairs|long way|only lamp} with me
  I listen at the {door|wall|window} until the voices stop

happening
  the lights go out, all but one
  somebody knocks {twice|in a way only one person knocks}
  the {weather|tide|crowd} turns
  a {child|dog|stranger} walks in and goes straight to the [thing]
  {an old song|the smell of smoke|a name I had forgotten} comes through the wall

answer
  nobody moves
  everybody speaks at once
  I am the only one who is not surprised
  this time I do not run

line
  You were never going to tell me, were you?
  Put that back exactly where you found it.
  There is still time to change your mind.
  I know who it was.

said
  I say, more quietly than I meant to
  somebody says behind me
  I ask, and at once wish I had not

later
  an hour later
  the next morning
  by the time the kettle has boiled
  long after we should have gone

thing
  key
  letter
  photograph
  knife
  empty cage
`,
}

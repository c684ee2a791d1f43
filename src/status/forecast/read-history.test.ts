import { expect, test } from 'vitest'
import { readHistory } from './read-history.ts'

test('reads what it knows and passes over the rest', () => {
  const text =
    '[{"durationMin":0},{"durationMin":7.5,"censored":true,"cause":"dns","id":"i1"},{"durationMin":1,"cause":null}]'
  expect(readHistory(text, 'h.json')).toEqual({
    ok: true,
    value: [{ durationMin: 0 }, { durationMin: 7.5, censored: true, cause: 'dns' }, { durationMin: 1 }],
  })
  expect(readHistory('[]', 'h.json')).toEqual({ ok: true, value: [] })
})

test.for([
  ['', /^h\.json is not JSON \(.+\): write an array of outages, the oldest first, as in \[\{"durationMin": 12\}/],
  ['[{"durationMin": 1},]', /^h\.json is not JSON \(.+\): write an array/],
  ['{"history": []}', /^h\.json holds \{"history":\[\]\}, which is not an array: write an array/],
  ['null', /^h\.json holds null, which is not an array/],
  ['[{"durationMin":1}, 5]', /^Entry 2 of 2 \(index 1\) in h\.json: it is 5, but must be an object/],
  ['[null]', /^Entry 1 of 1 \(index 0\) in h\.json: it is null, but must be an object/],
  ['[[]]', /it is \[\], but must be an object/],
  ['[{"duration": 5}]', /index 0\) in h\.json: it has no `durationMin`: write how many minutes it lasted\.$/],
  ['[{"durationMin": -1}]', /`durationMin` is -1, but no outage ends before it begins: write 0 or more minutes\.$/],
  ['[{"durationMin": 1e999}]', /`durationMin` is too large for a number: write minutes\.$/],
  ['[{"durationMin": "12"}]', /`durationMin` is "12", which is no number: write minutes without quotes\.$/],
  ['[{"durationMin": "long"}]', /`durationMin` is "long", which is no number: write minutes\.$/],
  ['[{"durationMin": null}]', /`durationMin` is null, which is no number: write minutes\.$/],
  ['[{"durationMin": 1, "censored": "yes"}]', /`censored` is "yes": write true for an outage that was not over/],
  ['[{"durationMin": 1, "cause": 521}]', /`cause` is 521: write a text such as "origin-refused", or leave it out\.$/],
] as const)('refuses %s in one sentence', ([text, says]) => {
  const read = readHistory(text, 'h.json')
  expect(read.ok ? '' : read.error).toMatch(says)
  expect(read.ok ? '\n' : read.error).not.toContain('\n')
})

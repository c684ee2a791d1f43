import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { describeWith } from '../parts.ts'
import { sourceText } from './generator-editor.ts'
import { fakeAt, openScene, type Scene } from './scene.ts'
import { eventually } from './story-page.ts'
import { expectUsable, looks } from './usable.ts'

describeWith('chromium', 'the prompt builder', (command) => {
  let fake: FakeBackend
  let scene: Scene

  beforeAll(async () => {
    fake = await openFakeBackend({ behaviour: { tokens: 4, salted: true } })
    scene = await openScene(command, { backends: [fakeAt(fake.baseURL)] })
  })
  afterAll(async () => {
    await scene?.close()
    await fake?.close()
  })

  test('rolls several prompts, keeps a part of one, and puts one into the box', async () => {
    const tab = await scene.enter()
    await tab.box.fill('Dear narrator. ')
    await tab.button('Insert a roll').click()
    await tab.button('Build a prompt').click()
    const { page } = tab
    await page.getByRole('textbox', { name: 'Subject' }).fill('{1-1000000} owls')
    await page.getByRole('textbox', { name: 'Mood' }).fill('{1-1000000} winds')
    await eventually(async () => (await prompts(page)).length).toBe(4)
    await eventually(async () => (await prompts(page))[0]).toMatch(/^\d+ owls \| mood: \d+ winds$/)
    const first = await prompts(page)
    expect(new Set(first).size).toBe(4)
    await page.getByRole('button', { name: 'Keep the subject of prompt 2' }).click()
    // What was typed last may have been rolled once more before the click: what is kept is what was in sight then.
    await eventually(async () => new Set((await prompts(page)).map(subjectOf)).size).toBe(1)
    const kept = await prompts(page)
    const owls = subjectOf(kept[1] ?? '')
    await page.getByRole('button', { name: 'Roll again', exact: true }).click()
    await eventually(async () => (await prompts(page)).some((one) => kept.includes(one))).toBe(false)
    const again = await prompts(page)
    expect(again.every((one) => one.startsWith(owls))).toBe(true)
    const third = page.getByRole('listitem', { name: 'Prompt 3' })
    await third.getByRole('button', { name: 'Put into the box' }).click()
    const winds = (again[2] ?? '').split(': ')[1] ?? ''
    await eventually(() => tab.box.inputValue()).toBe(`Dear narrator. ${owls}\nMood: ${winds}`)
    expect(await tab.ownMessages.count()).toBe(0)
    await tab.button('Insert a roll').click()
    await tab.button('Build a prompt').click()
    await eventually(() => page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('{1-1000000} owls')
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test('opens a prompt in the workshop, where the same seed gives the same', async () => {
    const tab = await scene.enter()
    const { page } = tab
    await page.goto(`${scene.house.edge}/generators`)
    await tab.button('Build a prompt').click()
    await tab.button('Fill what is empty').click()
    await eventually(async () => (await prompts(page)).length).toBe(4)
    const [chosen = ''] = await prompts(page)
    await page.getByRole('listitem', { name: 'Prompt 1' }).getByRole('button', { name: 'Open in the workshop' }).click()
    await eventually(() => sourceText(page)).toContain('from_character = {import:character}')
    await eventually(async () => (await page.locator('.rolls .rolled').allTextContents()).join()).not.toBe('')
    const [whole = ''] = await page.locator('.rolls .rolled').allTextContents()
    expect(whole.replaceAll(/\n(Style|Mood|Constraints)/g, (_, head: string) => ` | ${head.toLowerCase()}`)).toBe(
      chosen,
    )
    await page.getByText(/^In this text: (?:one note|\d+ notes)\.$/).waitFor()
    expect(tab.complaints.join('\n')).toBe('')
    await tab.close()
  })

  test.for(looks)('on $on by $at everybody can build one', async (look) => {
    const tab = await scene.enter({ ...look, isStill: true })
    await tab.page.goto(`${scene.house.edge}/generators`)
    await tab.button('Build a prompt').click()
    await tab.button('Fill what is empty').click()
    await eventually(async () => (await prompts(tab.page)).length).toBe(4)
    await tab.page.getByRole('button', { name: 'Keep the subject of prompt 1' }).click()
    await tab.page.getByText('Kept: “').waitFor()
    await expectUsable(tab, 'the prompt builder')
    await tab.close()
  })
})

/** What each of them says, its parts apart. */
async function prompts(page: Page): Promise<readonly string[]> {
  const all = await page.getByRole('listitem', { name: /^Prompt \d$/ }).all()
  const texts = await Promise.all(all.map((one) => one.locator('.rolled').allTextContents()))
  return texts.map((parts) => parts.join(' | '))
}

function subjectOf(prompt: string): string {
  return prompt.split(' | ')[0] ?? ''
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { z } from 'zod'
import { RESULTS_DIR } from '../evidence.ts'

/** What a person uses; each needs a name that a screen reader can say. */
const CONTROLS = [
  'button',
  'checkbox',
  'combobox',
  'link',
  'radio',
  'searchbox',
  'slider',
  'spinbutton',
  'switch',
  'textbox',
]
const TAB_MAX = 120

const Tree = z.object({
  nodes: z.array(
    z.object({
      ignored: z.boolean(),
      role: z.object({ value: z.unknown() }).optional(),
      name: z.object({ value: z.unknown() }).optional(),
      backendDOMNodeId: z.number().optional(),
    }),
  ),
})

/** What is wrong with how the page is built, in words; empty when nothing is. */
export async function faultsOf(page: Page, mainButton: Locator): Promise<string[]> {
  return [...(await overflows(page)), ...(await namelessControls(page)), ...(await unreachable(page, mainButton))]
}

/** A picture for people: test-results/look/<name>.png. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const dir = join(RESULTS_DIR, 'look')
  await mkdir(dir, { recursive: true })
  await page.evaluate(() => scrollTo(0, 0))
  await page.screenshot({ path: join(dir, `${name}.png`), fullPage: true })
}

async function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth = 0 } = document.scrollingElement ?? {}
    if (scrollWidth <= innerWidth) return []
    const wide = Array.from(document.body.querySelectorAll('*'))
      .filter((element) => element.getBoundingClientRect().right > innerWidth)
      .slice(0, 5)
    const words = wide.map((element) => `<${element.tagName.toLowerCase()}> “${element.textContent.slice(0, 40)}”`)
    return [`${scrollWidth} px wide where ${innerWidth} are shown: ${words.join(', ')}`]
  })
}

async function namelessControls(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = Tree.parse(await session.send('Accessibility.getFullAXTree'))
  await session.detach()
  return nodes
    .filter(({ ignored, role, name }) => !ignored && CONTROLS.includes(String(role?.value)) && !name?.value)
    .map(({ role }) => `A ${String(role?.value)} has no name.`)
}

/** The keyboard alone must come to the main button, and see where it is on the way. */
async function unreachable(page: Page, mainButton: Locator): Promise<string[]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const unseen = new Set<string>()
  for (let tabs = 0; tabs < TAB_MAX; tabs++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(describeFocus)
    if (!focus.isSeen) unseen.add(`The focus is not seen on ${focus.words}.`)
    if (await mainButton.evaluate((element) => element === document.activeElement)) return [...unseen]
  }
  return [...unseen, 'The main button is not reached by keyboard.']
}

function describeFocus() {
  const focused = document.activeElement
  if (!focused || focused === document.body) return { words: 'the page', isSeen: true }
  const words = `<${focused.tagName.toLowerCase()}> “${(focused.getAttribute('aria-label') ?? focused.textContent).slice(0, 40)}”`
  // The parts of a field for a date are tab stops of their own, and the browser marks them itself.
  if (focused.matches('input[type=datetime-local]')) return { words, isSeen: true }
  // A control may show its focus on the box around it, or over it.
  const around = [focused, focused.parentElement].filter((element) => element !== null)
  const styles = around.flatMap((element) => [getComputedStyle(element), getComputedStyle(element, '::after')])
  return {
    words,
    isSeen: styles.some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none'),
  }
}

import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { GradedClass } from '../grading/graded.ts';
import { CLASS, classOf, GOOD, HOSTILE_NAME, REFUSED, WEAK } from '../reporters/class_fixture.ts';
import { toHtml } from '../reporters/html/html.ts';
import { LEAST_CONTRAST } from './contrast.ts';
import { startBrowser } from './server/browser.ts';
import { missingPart } from './system_parts.ts';

type Visit = { page: Page; problems: string[]; requests: string[] } & AsyncDisposable;

/** Opens the page of a class as a file, as an instructor would. Collects what the browser complains about. */
async function visit(graded: GradedClass, options: BrowserContextOptions = {}): Promise<Visit> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'class-page-'));
  const file = join(folder.path, 'report.html');
  await writeFile(file, toHtml(graded));
  const browser = await startBrowser(pathToFileURL(file).href);
  const page = await browser.open(options);
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const dispose = async () => {
    await browser[Symbol.asyncDispose]();
    await folder.remove();
  };
  return { page, problems, requests, [Symbol.asyncDispose]: dispose };
}

const names = (page: Page) => page.locator('tbody th[scope=row] bdi').allTextContents();
const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent');

describe.skipIf(missingPart('browser'))('the page of a class, in a real browser', () => {
  test('names, reasons and logs of submissions are text: nothing runs, nothing is loaded', async () => {
    await using visited = await visit(CLASS);
    const { page, problems, requests } = visited;
    await page.getByRole('link', { name: HOSTILE_NAME }).click();
    await page.getByRole('heading', { name: HOSTILE_NAME, level: 1 }).waitFor();
    await page.goto(page.url().replace(/#.*/, '#/learner/2'));
    await page.getByRole('button', { name: 'Open all failures' }).click();
    await page.getByText('TypeError: no user').waitFor();
    await page.getByText('characters left out').waitFor();
    expect(await page.locator('main script, main img, main b').count()).toBe(0);
    expect(problems).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test('what stands between backticks is code, wherever a sentence is shown', async () => {
    const report = {
      ...WEAK.result.report,
      diagnostics: [{ kind: 'did not load', message: 'No `app` there.', help: 'Run `npm run dev`.' }],
    } as NonNullable<typeof WEAK.result.report>;
    const refused = { ...REFUSED, result: { ...REFUSED.result, reason: 'There is no `workspace/`.' } };
    const graded = classOf({ ...WEAK, result: { ...WEAK.result, report } }, refused);
    const tasks = graded.tasks.map((task) => ({ ...task, title: `The \`${task.number}\`` }));
    await using visited = await visit({ ...graded, tasks, policy: ['`late` counts.'] });
    const { page } = visited;
    for (const route of ['', '#/learner/1', '#/learner/2']) {
      await page.goto(page.url().replace(/#.*|$/, route));
      await page.getByRole('heading', { name: route === '' ? 'Results' : /Bea|script/, level: 1 }).waitFor();
      for (const button of await page.getByRole('button', { name: 'Open all failures' }).all()) await button.click();
      const sentences = await page.evaluate<string>(`(() => {
        const copy = document.querySelector('main').cloneNode(true);
        for (const each of copy.querySelectorAll('pre, .sequence')) each.remove();
        return copy.textContent;
      })()`);
      expect(sentences.match(/.{0,20}`.{0,20}/g)).toBe(null);
    }
    expect(await page.locator('code', { hasText: 'workspace/' }).count()).toBe(1);
  });

  test('a script that got into the page would not run', { tags: 'long' }, async () => {
    await using visited = await visit(CLASS);
    const { page, problems } = visited;
    const add =
      "const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s)";
    await page.evaluate(add);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(problems.join()).toContain('Content Security Policy');
  });

  test('all by keyboard: search, move in the map, sort, open a learner, come back', { tags: 'long' }, async () => {
    await using visited = await visit(CLASS);
    const { page } = visited;
    await page.keyboard.press('/');
    await page.keyboard.type('be');
    await expect.poll(() => names(page)).toEqual(['Bea, "B" Bold', '@SUM(1+1)'].sort());
    await page.keyboard.press('Escape');
    await expect.poll(() => names(page)).toHaveLength(5);
    await page.keyboard.press('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('th[aria-sort=descending]').textContent()).toContain('Score');
    await expect.poll(() => names(page)).toEqual(['Ada', 'Cem', 'Bea, "B" Bold', HOSTILE_NAME, '@SUM(1+1)']);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('100 %');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe('0/5');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bea, "B" Bold' }).waitFor();
    expect(page.url()).toMatch(/#\/learner\/2\/task\/7$/);
    await expect.poll(() => focused(page)).toBe('Task 7: Log in');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('here it went wrong').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Results of the class' }).waitFor();
    await expect.poll(() => page.locator('th[aria-sort=descending]').textContent()).toContain('Score');
  });

  test('one stop for the tab key leads through the whole map', { tags: 'long' }, async () => {
    await using visited = await visit(CLASS);
    expect(await visited.page.locator('.map [tabindex="0"]').count()).toBe(1);
  });

  test.each(['light', 'dark'] as const)(
    'in %s every text has enough contrast, and no page is too wide',
    { tags: 'long' },
    async (colorScheme) => {
      await using visited = await visit(CLASS, { colorScheme });
      const { page } = visited;
      for (const place of ['#/', '#/learner/2', '#/learner/4']) {
        await page.goto(page.url().replace(/#.*|$/, place));
        const open = page.getByRole('button', { name: 'Open all failures' });
        if (await open.count()) await open.click();
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 800 });
          expect(
            await page.evaluate('document.documentElement.scrollWidth'),
            `${place} at ${width}`,
          ).toBeLessThanOrEqual(width);
        }
        expect(await page.evaluate(LEAST_CONTRAST), place).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test('on paper everything is open, and dark becomes light', { tags: 'long' }, async () => {
    await using visited = await visit(CLASS, { colorScheme: 'dark' });
    const { page } = visited;
    await page.goto(page.url().replace(/#.*|$/, '#/learner/2'));
    await page.getByRole('heading', { name: 'Task 7' }).waitFor();
    expect(await page.locator('pre').count()).toBe(0);
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.getByText('TypeError: no user').isVisible()).toBe(true);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  });

  test.each([
    ['no learners', classOf(), 'There are no submissions yet.'],
    ['all passed', classOf(GOOD, { ...GOOD, name: 'Zoe' }), 'Every learner has full marks.'],
    ['all refused', classOf(REFUSED), 'No submission could be judged.'],
  ])('a class with %s says so', { tags: 'long' }, async (_, graded, sentence) => {
    await using visited = await visit(graded);
    await visited.page.getByText(sentence).waitFor();
    expect(visited.problems).toEqual([]);
  });

  test('three hundred learners are all there, and the failures of nobody are drawn before they are asked for', {
    tags: 'long',
  }, async () => {
    const learners = Array.from({ length: 300 }, (_, place) => ({ ...WEAK, name: `Learner ${place}` }));
    await using visited = await visit(classOf(...learners));
    const { page } = visited;
    await expect.poll(() => names(page)).toHaveLength(300);
    expect(await page.locator('main *').count()).toBeLessThan(8000);
    await page.getByRole('searchbox').fill('learner 299');
    await expect.poll(() => names(page)).toEqual(['Learner 299']);
  });
});

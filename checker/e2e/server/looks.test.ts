// @module-tag long
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { LEAST_CONTRAST } from '../contrast.ts';
import { missingPart } from '../system_parts.ts';
import { register, startBrowser } from './browser.ts';
import { startServer } from './finished_server.ts';
import { registered } from './people.ts';

const WIDTHS = [1280, 320];

/** Judges how a page looks. With KATA_SCREENSHOTS=FOLDER it also leaves pictures, for people to look at. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.KATA_SCREENSHOTS;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 720 });
    expect(await page.evaluate('document.documentElement.scrollWidth'), `${name} at ${width}`).toBeLessThanOrEqual(
      width,
    );
    if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png` });
  }
  expect(await page.evaluate(LEAST_CONTRAST), name).toBeGreaterThanOrEqual(4.5);
}

describe.skipIf(missingPart('browser'))('on a wide and on a narrow screen', () => {
  test.each(['light', 'dark'] as const)(
    'every text has enough contrast in %s, and nothing is cut off',
    async (colorScheme) => {
      await using server = await startServer();
      await using visitor = await startBrowser(server.url);
      const page = await visitor.open({ colorScheme });
      for (const [path, name] of Object.entries({ '/login': 'login', '/register': 'register', '/api/docs': 'docs' })) {
        await page.goto(path);
        await look(page, `${name}-${colorScheme}`);
      }

      const { email, password } = await registered(server.url);
      await register(page, email);
      await page.getByText('registered already.').waitFor();
      await look(page, `register-refused-${colorScheme}`);
      await page.goto('/login');
      for (const typed of ['wrong', password]) {
        await page.getByLabel('E-mail').fill(email);
        await page.getByLabel('Password').fill(typed);
        await page.keyboard.press('Enter');
        await page.getByText(typed === password ? 'Only you' : 'is wrong').waitFor();
        await look(page, `login-${typed === password ? 'done' : 'refused'}-${colorScheme}`);
      }
    },
  );
});

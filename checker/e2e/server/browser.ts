import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { browserPath } from '../system_programs.ts';

export const PASSWORD = 'correct horse battery staple';

/** A browser that visits one server. Closed when it goes out of scope. */
export type Visitor = AsyncDisposable & {
  /** A page of a new session of the browser, without cookies. */
  open(options?: BrowserContextOptions): Promise<Page>;
};

/** Starts the Chromium of this machine, without a screen. */
export async function startBrowser(baseURL: string): Promise<Visitor> {
  const browser = await chromium.launch({
    executablePath: browserPath() ?? '',
    // Chromium's own sandbox does not work for root, and not in containers. It visits our own pages only.
    args: ['--no-sandbox', '--headless'],
  });
  return {
    async open(options = {}) {
      const context = await browser.newContext({ baseURL, ...options });
      context.setDefaultTimeout(30_000);
      return context.newPage();
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** Registers as a person does: from the start page, with a name that must not become part of the page. */
export async function register(page: Page, email: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Register' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('First name').fill('<b>Bob</b>');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Register' }).click();
}

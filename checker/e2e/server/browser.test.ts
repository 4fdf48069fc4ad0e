import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingPart } from '../system_parts.ts';
import { PASSWORD, register, startBrowser, type Visitor } from './browser.ts';
import { type FinishedServer, startServer } from './finished_server.ts';
import { registered, statusOf } from './people.ts';

/** On a busy machine a browser takes its time. */
const START_UP_MS = 60_000;

describe.skipIf(missingPart('browser'))('a browser', () => {
  let server: FinishedServer;
  let visitor: Visitor;
  beforeAll(async () => {
    server = await startServer();
    visitor = await startBrowser(server.url);
  }, START_UP_MS);
  afterAll(async () => {
    await visitor?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  const open = (options?: BrowserContextOptions) => visitor.open(options);

  const pathOf = (page: Page) => new URL(page.url()).pathname;

  describe.each([true, false])('with scripts allowed: %s', (javaScriptEnabled) => {
    test('registers, reloads, logs out, goes back, logs in', async () => {
      const page = await open({ javaScriptEnabled });
      const email = `${crypto.randomUUID()}@example.com`;
      await register(page, email);
      expect(pathOf(page)).toBe('/protected');
      expect(await page.getByRole('heading').textContent()).toBe('Hello, <b>Bob</b>');
      await page.reload();
      expect(pathOf(page)).toBe('/protected');
      for (const path of ['/', '/login', '/register']) {
        await page.goto(path);
        expect(pathOf(page)).toBe('/protected');
      }
      const [cookie] = await page.context().cookies();
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });

      await page.getByRole('button', { name: 'Log out' }).click();
      expect(pathOf(page)).toBe('/login');
      expect(await page.context().cookies()).toEqual([]);
      expect(await statusOf(server.url, `${cookie?.name}=${cookie?.value}`)).toBe(403);
      // Chromium cannot go back from a page that is still on its way in.
      await page.waitForLoadState();
      await page.goBack();
      await expect.poll(() => pathOf(page)).toBe('/login');
      expect(await page.getByRole('heading').textContent()).toBe('Log in');
      await page.goto('/protected');
      expect(pathOf(page)).toBe('/login');

      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/protected');
      expect((await page.context().cookies())[0]?.value).not.toBe(cookie?.value);
      await page.context().close();
    });

    test('gets a form back with what was typed and what is wrong, but never the password', async () => {
      const page = await open({ javaScriptEnabled });
      const { email } = await registered(server.url);
      await register(page, email);
      expect(pathOf(page)).toBe('/register');
      const field = page.getByLabel('E-mail');
      expect(await field.inputValue()).toBe(email);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const note = await field.getAttribute('aria-describedby');
      expect(await page.locator(`#${note}`).textContent()).toBe('This e-mail is registered already. Log in instead?');
      expect(await page.getByLabel('First name').inputValue()).toBe('<b>Bob</b>');
      expect(await page.getByLabel('Password').inputValue()).toBe('');

      const messages: string[] = [];
      for (const typed of [email, 'nobody@example.com']) {
        await page.goto('/login');
        await page.getByLabel('E-mail').fill(typed);
        await page.getByLabel('Password').fill('wrong');
        await page.getByRole('button', { name: 'Log in' }).click();
        messages.push((await page.getByRole('alert').textContent()) ?? '');
        expect(await page.getByLabel('E-mail').inputValue()).toBe(typed);
        expect(await page.getByLabel('Password').inputValue()).toBe('');
      }
      expect(messages).toEqual(['E-mail or password is wrong.', 'E-mail or password is wrong.']);
      await page.context().close();
    });
  });

  test('is led by the keyboard alone', { tags: 'long' }, async () => {
    const page = await open();
    await page.goto('/register');
    const email = `${crypto.randomUUID()}@example.com`;
    // The first field has the focus from the beginning.
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Register');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/protected');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/login');
    await page.context().close();
  });

  test('shows no cookie to a script, and runs none that is smuggled in', { tags: 'long' }, async () => {
    const page = await open();
    await register(page, `${crypto.randomUUID()}@example.com`);
    expect(await page.evaluate('document.cookie')).toBe('');
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="document.title = 1">')`);
    await expect.poll(() => complaints.join()).toContain('Content Security Policy');
    expect(await page.title()).toBe('Protected');
    await page.context().close();
  });

  test('does nothing for a form of another site', { tags: 'long' }, async () => {
    const page = await open();
    await register(page, `${crypto.randomUUID()}@example.com`);
    const [before] = await page.context().cookies();
    const attacker = await registered(server.url);
    const form = (path: string) =>
      `<form id="${path}" method="post" action="${server.url}${path}"><input name="email" value="${attacker.email}">
       <input name="password" value="${attacker.password}"></form>`;
    const paths = ['/logout', '/login', '/register', '/api/v1/auth_session/login'];
    const evil = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end(paths.map(form).join(''));
    }).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    // `localhost` and `127.0.0.1` are different sites.
    const home = `http://localhost:${(evil.address() as AddressInfo).port}/`;
    for (const path of paths) {
      await page.goto(home);
      const answered = page.waitForResponse((response) => response.url() === server.url + path);
      await page.evaluate(`document.getElementById(${JSON.stringify(path)}).submit()`);
      expect((await answered).status(), path).toBe(403);
      await page.waitForURL(server.url + path);
    }
    await page.goto('/protected');
    expect(pathOf(page)).toBe('/protected');
    expect(await page.context().cookies()).toEqual([before]);
    evil.close();
    await page.context().close();
  });
});

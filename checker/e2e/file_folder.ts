import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A temporary folder for the tests of one file: it is there from the first of them to the last, and never where none runs. */
export class FileFolder {
  #path = '';

  constructor(name: string) {
    beforeAll(async () => {
      this.#path = await mkdtemp(join(tmpdir(), `${name}-`));
    });
    afterAll(() => rm(this.#path, { recursive: true, force: true }));
  }

  /** The absolute path of something in it. */
  at(...names: string[]): string {
    return join(this.#path, ...names);
  }
}

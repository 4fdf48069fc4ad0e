import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { GIVEN_PACKAGES } from '../harness/rules.ts';
import { PROJECT } from '../project.ts';
import { type LockRoot, pruneLock } from './lock.ts';
import type { KitSources } from './sources.ts';

/** What a learner's editor and `npm run typecheck` need, beside the types of what the server imports. */
const FOR_EDITORS = ['typescript', '@types/node'];

const namesSchema = z.record(z.string(), z.string());

const projectSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  engines: namesSchema,
  bin: namesSchema,
  scripts: z.looseObject({ kata: z.string(), check: z.string(), dev: z.string() }),
  dependencies: namesSchema,
  devDependencies: namesSchema,
  optionalDependencies: namesSchema,
  allowScripts: z.record(z.string(), z.boolean()),
});

/** `package.json` and `package-lock.json` of a kit: the same versions as ours, of the packages that it needs. */
export async function packageFiles(sources: KitSources): Promise<Map<string, Buffer>> {
  const project = projectSchema.parse(await readJson('package.json'));
  const { name, version, license, engines, bin, optionalDependencies, allowScripts } = project;
  const { kata, check, dev } = project.scripts;
  const dependencies = dependenciesOf(sources, project);
  const root: LockRoot = { name, version, license, dependencies, bin, engines, optionalDependencies };
  const description = 'Build one Express session-authentication API, in eleven tasks. For learners.';
  const manifest = {
    ...{ name, version, private: true, description, license, type: 'module', engines, bin },
    // The project's own make users of the finished server, and check pages, which are not here.
    scripts: { kata, check, dev, user: 'tsx checker/dev/add_user.ts', typecheck: 'tsc --noEmit' },
    ...{ dependencies, optionalDependencies, allowScripts },
  };
  return new Map([
    ['package.json', asFile(manifest)],
    ['package-lock.json', asFile(pruneLock(await readJson('package-lock.json'), root))],
  ]);
}

function dependenciesOf(
  { packages, serverPackages }: KitSources,
  { dependencies, devDependencies, optionalDependencies }: z.infer<typeof projectSchema>,
): Record<string, string> {
  const all = { ...dependencies, ...devDependencies };
  const types = serverPackages.map((name) => `@types/${name}`).filter((name) => name in all);
  const names = new Set([...packages, ...GIVEN_PACKAGES, ...FOR_EDITORS, ...types]);
  const wanted = [...names].filter((name) => !(name in optionalDependencies)).sort();
  return Object.fromEntries(wanted.map((name) => [name, versionOf(name, all)]));
}

function versionOf(name: string, versions: Record<string, string>): string {
  const version = versions[name];
  if (version === undefined) throw new Error(`The kit needs the package ${name}, which package.json does not name.`);
  return version;
}

async function readJson(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(PROJECT.root, name), 'utf8'));
}

function asFile(data: object): Buffer {
  return Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
}

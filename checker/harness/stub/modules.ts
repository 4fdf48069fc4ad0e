import { readdirSync, readFileSync, statSync } from 'node:fs';
import nodeModule, { isBuiltin, setSourceMapsSupport } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { foldCase } from '../../submission/fold_case.ts';
import { leftOutPart } from '../../submission/left_out.ts';
import { FORBIDDEN_MODULE, GIVEN_PACKAGES, SYNTAX_ERROR_MARK } from '../rules.ts';
import { packages } from './vendor.ts';

/** Ends the address of each module of an instance but the first: so each instance has modules of its own. */
export function instanceMark(instance: number): string {
  return instance === 0 ? '' : `?kata=${instance}`;
}

/** Taken before it is withheld: a submission that could hook modules would read those that stand in the place of its own. */
const { registerHooks } = nodeModule;

const MARK = /\?kata=\d+$/;

/**
 * How learner code finds modules: its own files with any suffix or none, Node's own modules, and the given packages.
 * The files are JavaScript already (the checker compiled them), under the names that the learner gave them.
 * Anything else is refused by name. `replaced` has the code of modules that stand in the
 * place of files, or beside them: the latter can be imported by a module that stands in the place of a file, and by no other.
 */
export function hookModules(root: string, replaced: ReadonlyMap<string, string>): void {
  // Stack traces point at the lines that the learner wrote.
  setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
  const rootUrl = pathToFileURL(`${root}/`).href;
  const stubUrl = besideStub('');
  // Upper and lower case count, also where the system takes one for the other; the form in which a letter is encoded does not, also
  // where it would. Read when the submission is there.
  let names: Map<string, string> | undefined;
  registerHooks({
    resolve(specifier, context, next) {
      const parent = context.parentURL ?? rootUrl;
      if (isBuiltin(specifier)) return next(specifier, context);
      // Packages import each other, and the stub loads the submission: that is no affair of this hook.
      if (parent.startsWith(stubUrl) ? !specifier.startsWith(rootUrl) : parent.includes('/node_modules/')) {
        return next(specifier, context);
      }
      if (/^(\.{0,2}\/|file:)/.test(specifier)) return ownModule(new URL(specifier, parent), specifier, parent);
      if (Object.hasOwn(packages, specifier)) return { url: besideStub(`${specifier}.mjs`), shortCircuit: true };
      if (GIVEN_PACKAGES.includes(packageName(specifier)))
        return next(specifier, { ...context, parentURL: besideStub('x') });
      throw forbidden(specifier, parent);
    },
    load(url, context, next) {
      if (!url.startsWith(rootUrl)) return next(url, context);
      const path = fileURLToPath(url);
      const replacement = replaced.get(namedIn(root, path));
      const isThere = replacement !== undefined || statSync(path, { throwIfNoEntry: false })?.isFile();
      if (!isThere) throw new Error(`There is no file ${nameOf(url)}.`);
      const source = replacement ?? readFileSync(path, 'utf8');
      if (source.startsWith(SYNTAX_ERROR_MARK)) throw syntaxError(source.slice(SYNTAX_ERROR_MARK.length), root);
      if (path.endsWith('.json')) return next(url, context);
      return { format: formatOf(path), source, shortCircuit: true };
    },
  });

  function ownModule(url: URL, specifier: string, parent: string): { url: string; shortCircuit: true } {
    if (!url.href.startsWith(rootUrl)) throw forbidden(specifier, rootUrl);
    const mark = (MARK.exec(parent.startsWith(rootUrl) ? parent : specifier) ?? [''])[0];
    const wanted = candidates(namedIn(root, fileURLToPath(url)));
    names ??= new Map(filesBelow(root).map((name) => [name.normalize(), name]));
    const by = parent.startsWith(rootUrl) ? namedIn(root, fileURLToPath(parent)) : '';
    const seesBeside = replaced.has(by) && names.has(by.normalize());
    const named = (name: string) => (seesBeside && replaced.has(name) ? name : names?.get(name.normalize()));
    const found = wanted.map(named).find((name) => name !== undefined);
    // A check may ask for a module of the contract itself.
    const importing = parent.startsWith(rootUrl)
      ? `${nameOf(parent)} imports "${specifier}"`
      : `There is no file ${wanted[0]}`;
    if (found === undefined) throw at(parent, explanation(wanted, [...names.values()], importing));
    return { url: pathToFileURL(join(root, found)).href + mark, shortCircuit: true };
  }

  function nameOf(url: string): string {
    if (!url.startsWith(rootUrl)) return 'a module';
    return namedIn(root, fileURLToPath(url)) || 'a module';
  }

  function forbidden(specifier: string, parent: string): Error {
    const error = new Error(`${nameOf(parent)} imports "${specifier}"`);
    error.name = FORBIDDEN_MODULE;
    return at(parent, error);
  }

  /** The error, thrown by the module that imports what cannot be imported. */
  function at(parent: string, error: Error): Error {
    if (parent.startsWith(rootUrl) && parent !== rootUrl)
      error.stack = `${error.name}: ${error.message}\n    at ${fileURLToPath(parent)}:1`;
    return error;
  }
}

/** Written beside the stub when it was built: one small module for each package, with its names. */
function besideStub(name: string): string {
  return pathToFileURL(join(__dirname, name)).href;
}

function packageName(specifier: string): string {
  const [scopeOrName = '', name] = specifier.split('/');
  return scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
}

/** `./auth`, `./auth.js`, `./auth.ts` and a folder with an `index` stand for what is there, as in every bundler. */
function candidates(name: string): string[] {
  const stem = name.replace(/\.(js|mjs|jsx|ts)$/, '');
  const suffixes = [
    `${stem}.ts`,
    `${stem}.mts`,
    `${stem}.tsx`,
    `${name}.ts`,
    `${name}.js`,
    `${stem}.js`,
    `${stem}.mjs`,
  ];
  return [name, ...suffixes, `${name}/index.ts`, `${name}/index.js`].map((candidate) => candidate.replace(/^\//, ''));
}

function filesBelow(root: string): string[] {
  const entries = readdirSync(root, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => namedIn(root, join(entry.parentPath, entry.name)));
}

function namedIn(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/** Why none of the files that an import may stand for is there. */
function explanation(wanted: readonly string[], names: readonly string[], what: string): Error {
  const leftOut = wanted.map(leftOutPart).find((part) => part !== undefined);
  if (leftOut !== undefined) return new Error(`${what}, but "${leftOut}" is left out of a submission: rename it.`);
  const folded = new Set(wanted.map(foldCase));
  const written = names.find((name) => folded.has(foldCase(name)));
  if (written === undefined) return new Error(`There is no file ${wanted[0]}.`);
  return new Error(`${what}, but its name is written "${written}": write both the same way.`);
}

function formatOf(path: string): 'module' | 'commonjs' {
  return path.endsWith('.cjs') || path.endsWith('.cts') ? 'commonjs' : 'module';
}

function syntaxError(text: string, root: string): SyntaxError {
  const { message, place } = JSON.parse(text) as { message: string; place: string };
  const error = new SyntaxError(message);
  error.stack = `SyntaxError: ${message}\n    at ${root}/${place}`;
  return error;
}

import { prepend } from '../../fixtures/change.ts';
import { APP, atImport, inHandler } from './base.ts';
import { always, type Hostile, PLACE } from './fixture.ts';

/** Each is valid, and takes esbuild seconds: it tries each `<` as the beginning of type arguments. */
const SLOW = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [
    `api/v1/slow${index}.ts`,
    `export const a = 1, x = ${'a<'.repeat(7000)}1;\n`,
  ]),
);

/** What can happen before a server is ready, and how a process can end. */
export const LOADING: Hostile[] = [
  {
    name: 'exits with 0 at import',
    what: 'The process ends as if all were well, before a server is there.',
    changes: atImport('process.exit(0);'),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], reason: 'exit code 0' }),
  },
  {
    name: 'exits with 0 at import, by the door that no hook sees',
    what: '`process.reallyExit(0)` made a test runner in the same process report success.',
    changes: atImport('(process as any).reallyExit(0);'),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], reason: 'exit code 0' }),
  },
  {
    name: 'exits in a handler',
    what: 'The process ends during one request. Checks before it keep what they earned.',
    changes: inHandler('/api/v1/users/me', 'process.exit(0);'),
    tasks: ['0', '2'],
    expected: always({ score: 'part', causes: ['crashed'], reason: 'exit code 0', passed: ['0.1', '0.1b'], fullTasks: [2] }),
  },
  {
    name: 'throws at import',
    what: 'An error of the learner is shown with its file and line.',
    changes: atImport("throw new RangeError('too far');"),
    tasks: ['2'],
    expected: always({
      score: 'none gained',
      causes: ['did not load'],
      error: { message: 'RangeError: too far', file: 'api/v1/app.ts' },
    }),
  },
  {
    name: 'throws something that is no error',
    what: 'An object that throws again when it is looked at.',
    changes: atImport("throw new Proxy({}, { get() { throw new Error('again'); }, getPrototypeOf() { throw 1; } });"),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'] }),
  },
  {
    name: 'loops at import',
    what: 'An endless loop before the server is ready.',
    changes: atImport('for (;;) {}'),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], reason: 'within 5 s' }),
  },
  {
    name: 'never finishes loading',
    what: 'A top-level await that never settles.',
    changes: atImport('await new Promise(() => {});'),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], reason: 'within 5 s' }),
  },
  {
    name: 'takes minutes to compile',
    what: 'Thirty files that take some seconds each: none is too slow by itself. The last of them is needed.',
    changes: { ...SLOW, [APP]: prepend("import './slow9.ts';") },
    tasks: ['2'],
    expected: always({
      score: 'none gained',
      causes: ['did not load'],
      error: { message: 'together take more than 20 s', file: 'api/v1/slow9.ts' },
    }),
  },
  {
    name: 'becomes much more when it is compiled',
    what: 'A constant of an enum stands in the compiled file at each of its uses: 600 KB become 18 MB.',
    changes: {
      'api/v1/large.ts': `const enum E { A = '${'x'.repeat(600_000)}' }\nexport const a = [${'E.A,'.repeat(30)}];\n`,
      [APP]: prepend("import './large.ts';"),
    },
    tasks: ['2'],
    expected: always({
      score: 'none gained',
      causes: ['did not load'],
      error: { message: 'more than 8 MiB', file: 'api/v1/large.ts' },
    }),
  },
  {
    name: 'links out of its folder',
    what: 'A symbolic link in the place of a file leads to a secret, which an error would then show.',
    changes: atImport("await import('./secret.ts' as string);"),
    links: { 'api/v1/secret.ts': PLACE.secretFile },
    tasks: ['2'],
    expected: always({ score: 'refused', reason: 'symbolic link' }),
  },
  {
    name: 'rejects after its answer',
    what: 'A promise that nobody handles is rejected once the answer is out. The crash is named.',
    changes: inHandler(
      '/api/v1/status',
      "response.on('finish', () => void Promise.reject(new Error('too late'))); next();",
    ),
    tasks: ['0', '2'],
    expected: always({
      score: 'part',
      causes: ['crashed'],
      error: { message: 'too late', file: 'api/v1/app.ts' },
      passed: ['0.1', '0.2'],
      fullTasks: [2],
    }),
  },
];

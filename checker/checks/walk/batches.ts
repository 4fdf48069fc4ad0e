import type { Batch, RequestStep } from './choices.ts';
import {
  COOKIES,
  ELSEWHERE,
  FORMS,
  HEADERS,
  IN_PIECES,
  METHODS,
  OVERRIDES,
  PATHS,
  rightForm,
  SESSION_PATHS,
  TWO_COOKIES,
  WAYS,
} from './values.ts';

const BATCHES: readonly string[] = [
  'ask in every way',
  'ask elsewhere in every way',
  'ask for every path',
  'bring every cookie',
  'fill in every form',
  'ask with every header',
  'log in in every way',
  'log in with every header',
] satisfies Batch['do'][];

export function isBatch(step: { do: string }): step is Batch {
  return BATCHES.includes(step.do);
}

/** The steps that a batch is made of, each a request of its own. */
export function requestsOf(step: Batch, task: number): RequestStep[] {
  const { browser, user } = step;
  const login = { do: 'log in', ...rightForm({ browser, user }) } as const;
  const known = { do: 'ask', browser, user, cookie: 'present', basic: true } as const;
  /** By nobody, and by somebody who is known. */
  const byBoth = (method: string, path: string): RequestStep[] => [
    { ...known, method, path, cookie: 'none', basic: false },
    { ...known, method, path },
  ];
  switch (step.do) {
    case 'ask in every way': {
      const { path } = step;
      return [
        ...METHODS.slice(0, -1).map((method) => ({ ...known, method, path })),
        // Some frameworks take a request with this field, or such a header, for one with another method.
        { ...known, method: 'POST', path: `${path}?_method=DELETE` },
        { ...known, method: 'POST', path, form: '_method=DELETE' },
        ...OVERRIDES.map((header) => ({ ...known, method: 'POST', path, header })),
        ...METHODS.slice(-1).map((method) => ({ ...known, method, path })),
      ];
    }
    case 'ask elsewhere in every way':
      return ELSEWHERE.flatMap((path) => METHODS.flatMap((method) => byBoth(method, path)));
    case 'ask for every path':
      return [...PATHS, ...(task >= 8 ? SESSION_PATHS : [])].flatMap((path) => byBoth('GET', path));
    case 'bring every cookie':
      return [...COOKIES, ...TWO_COOKIES, 'present' as const].map((cookie) => {
        return { ...known, method: 'GET', path: 'users/me', cookie, basic: false };
      });
    case 'fill in every form':
      return [
        ...FORMS.map((form) => ({ ...login, form, brings: 'present' as const })),
        ...WAYS.map((way) => ({ ...login, ...way })),
      ];
    case 'log in in every way':
      return WAYS.map((way) => ({ ...login, ...way }));
    case 'ask with every header':
      return HEADERS.map((header) => ({ ...known, method: 'GET', path: 'users/me', header }));
    case 'log in with every header':
      return [...HEADERS, IN_PIECES].map((header) => ({ ...login, header }));
  }
}

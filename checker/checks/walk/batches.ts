import {
  type Batch,
  COOKIES,
  FORMS,
  HEADERS,
  METHODS,
  PATHS,
  type RequestStep,
  rightForm,
  SESSION_PATHS,
  TWO_COOKIES,
} from './choices.ts';

const BATCHES: readonly string[] = [
  'ask in every way',
  'ask for every path',
  'bring every cookie',
  'fill in every form',
  'send every header',
] satisfies Batch['do'][];

export function isBatch(step: { do: string }): step is Batch {
  return BATCHES.includes(step.do);
}

/** The steps that a batch is made of, each a request of its own. */
export function requestsOf(step: Batch, task: number): RequestStep[] {
  const { browser, user } = step;
  switch (step.do) {
    case 'ask in every way':
      return [
        ...METHODS.slice(0, -1).map((method) => ({ ...step, do: 'ask' as const, method })),
        // Some frameworks take a request with this field for one with another method.
        { ...step, do: 'ask', method: 'POST', path: `${step.path}?_method=DELETE` },
        ...METHODS.slice(-1).map((method) => ({ ...step, do: 'ask' as const, method })),
      ];
    case 'ask for every path':
      return [...PATHS, ...(task >= 8 ? SESSION_PATHS : [])].map((path) => ({ ...step, do: 'ask', path }));
    case 'bring every cookie':
      return [...COOKIES, TWO_COOKIES, 'present' as const].map((cookie) => {
        return { do: 'ask', browser, user, cookie, method: 'GET', path: 'users/me', basic: false };
      });
    case 'fill in every form': {
      const { type, https } = step;
      const login = { do: 'log in', browser, user, brings: 'none', slash: false } as const;
      return [...FORMS, 'right' as const].map((form) => ({ ...login, form, type, https }));
    }
    case 'send every header': {
      const login = { do: 'log in', ...rightForm({ browser, user }) } as const;
      const me = { do: 'ask', browser, user, cookie: 'present', method: 'GET', path: 'users/me', basic: true } as const;
      return HEADERS.map((header) => ({ ...(task >= 7 ? login : me), header }));
    }
  }
}

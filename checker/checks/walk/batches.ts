import {
  type Batch,
  COOKIES,
  FORM_TYPES,
  FORMS,
  HEADERS,
  IN_PIECES,
  METHODS,
  OVERRIDES,
  PATHS,
  type RequestStep,
  RIGHT,
  rightForm,
  SESSION_PATHS,
  TWO_COOKIES,
} from './choices.ts';

const BATCHES: readonly string[] = [
  'ask in every way',
  'ask for every path',
  'bring every cookie',
  'fill in every form',
  'ask with every header',
  'log in with every header',
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
        // Some frameworks take a request with this field, or such a header, for one with another method.
        { ...step, do: 'ask', method: 'POST', path: `${step.path}?_method=DELETE` },
        { ...step, do: 'ask', method: 'POST', form: '_method=DELETE' },
        ...OVERRIDES.map((header) => ({ ...step, do: 'ask' as const, method: 'POST', header })),
        ...METHODS.slice(-1).map((method) => ({ ...step, do: 'ask' as const, method })),
      ];
    case 'ask for every path':
      return [...PATHS, ...(task >= 8 ? SESSION_PATHS : [])].flatMap((path) => {
        const ask = { do: 'ask', browser, user, method: 'GET', path } as const;
        return [
          { ...ask, cookie: 'none', basic: false },
          { ...ask, cookie: 'present', basic: true },
        ];
      });
    case 'bring every cookie':
      return [...COOKIES, ...TWO_COOKIES, 'present' as const].map((cookie) => {
        return { do: 'ask', browser, user, cookie, method: 'GET', path: 'users/me', basic: false };
      });
    case 'fill in every form': {
      const login = { do: 'log in', browser, user, brings: 'present', slash: false } as const;
      const [type] = FORM_TYPES;
      const ways = FORM_TYPES.toReversed().flatMap((type) => [true, false].map((https) => ({ type, https })));
      return [
        ...FORMS.map((form) => ({ ...login, form, type, https: false })),
        ...ways.map((way) => ({ ...login, form: RIGHT, ...way })),
      ];
    }
    case 'ask with every header': {
      const me = { do: 'ask', browser, user, cookie: 'present', method: 'GET', path: 'users/me', basic: true } as const;
      return HEADERS.map((header) => ({ ...me, header }));
    }
    case 'log in with every header': {
      const login = { do: 'log in', ...rightForm({ browser, user }) } as const;
      return [...HEADERS, IN_PIECES].map((header) => ({ ...login, header }));
    }
  }
}

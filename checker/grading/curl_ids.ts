import type { Evidence, Exchange } from '../harness/verdict.ts';
import { variableOf } from './curl_quote.ts';

/** The ids that a story needs and can have: each is the value of a variable, set where it was made. */
export type BoundIds = {
  has(id: string): boolean;
  /** The id that the answer to this request brings, where a later one needs it. */
  madeBy(exchange: Exchange): string | undefined;
};

const MADE_ID = /"id":"(<id \d+>)"/;

/** Which ids of users, and of what `POST` made, are used by a later request. An id that is no symbol has no variable. */
export function bindIds(exchanges: Exchange[], users: Evidence['users']): BoundIds {
  const ofUsers = users.flatMap(({ id }) =>
    id !== undefined && variableOf(id) !== undefined && isUsed(id, exchanges) ? [id] : [],
  );
  const made = new Map(
    exchanges.flatMap((exchange, index) => {
      const id = exchange.method === 'POST' ? MADE_ID.exec(exchange.responseBody ?? '')?.[1] : undefined;
      const needed = id !== undefined && !ofUsers.includes(id) && isUsed(id, exchanges.slice(index + 1));
      return needed ? [[exchange, id] as const] : [];
    }),
  );
  const bound = new Set([...ofUsers, ...made.values()]);
  return { has: (id) => bound.has(id), madeBy: (exchange) => made.get(exchange) };
}

function isUsed(id: string, exchanges: Exchange[]): boolean {
  return exchanges.some(({ path, requestHeaders, requestBody = '' }) =>
    [path, requestBody, ...Object.values(requestHeaders)].some((text) => text.includes(id)),
  );
}

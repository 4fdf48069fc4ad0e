import { ConfigurationError } from '../../../configuration_error.ts';
import { Auth } from './auth.ts';
import { BasicAuth } from './basic_auth.ts';
import { SessionAuth } from './session_auth.ts';

/** The kinds of authentication, by the value of `AUTH_TYPE` that chooses them. */
const kinds = new Map<string, new () => Auth>([
  ['auth', Auth],
  ['basic_auth', BasicAuth],
  ['session_auth', SessionAuth],
]);

/** The authentication in force, or `null` where `AUTH_TYPE` is not set: then nobody has to log in. */
export const auth = choose(process.env.AUTH_TYPE);

/** @throws {ConfigurationError} for a name that is not in the table: a typing error must not switch authentication off. */
function choose(name: string | undefined): Auth | null {
  if (!name) return null;
  const Kind = kinds.get(name);
  if (Kind) return new Kind();
  throw new ConfigurationError(`AUTH_TYPE is "${name}", but must be one of: ${[...kinds.keys()].join(', ')}.`);
}

import type { Check } from '../grading/report.ts';
import { isTagged, type Value } from '../harness/value.ts';

/** What the inputs of checks look like, wherever they stand. `harness/random.ts` makes them. The most special come first. */
const SHAPES: [RegExp, string][] = [
  [/\bk[a-z0-9]{3,}(?:@|%40)k[a-z0-9]{3,}\.example\b/gi, '…'],
  [/\bk[a-z0-9]{11}-\d{3}\b/gi, '…'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '…'],
  [/`Cookie: [^`]*`/gi, '`Cookie: …`'],
  [/\b_k[a-z0-9]{3}[.+-]k[a-z0-9]{3}_id\w*/gi, '…'],
  [/\b_my_session_id\w+|\b\w+_my_session_id\b/gi, '…'],
  [/<id \d+>/g, '…'],
  // A word that a person wrote seldom has a digit inside. Behind it, a part of a password's number.
  [/(?<![a-z0-9])k(?=[a-z]*\d)[a-z0-9]{3,}(?:-\d{1,3})?(?![a-z0-9])/gi, '…'],
  // Values of the environment, spans of time, and long numbers are drawn too.
  [/\b([A-Z][A-Z_]+)=(?:"[^"]*\d[^"]*"|[^\s,;"`]*\d[^\s,;"`]*)/g, '$1=…'],
  [/\b\d{2,}(?:\.\d+)? ?(ms|s|d)\b/g, '… $1'],
  [/\b\d{4,}(?:\.\d+)?\b/g, '…'],
];

/** Paths of the API as the specs name them. Any other part of a path was drawn, or hangs on what was. */
const ROUTES = new Set('status stats users me unauthorized forbidden auth_session login logout'.split(' '));
const PATH = /(?<=\/api\/v1)((?:\/[^\s`"/?]*)+)(?:\?[^\s`"]*)?/g;

const RANDOM_WORD = /(?<![a-z0-9])k[a-z0-9]+(?![a-z0-9])/gi;
const NUMBER = /\d{2,}/g;
const CREDENTIALS = /^\w+ (\S+)$/;

/** Shorter than this, a piece would be found in words that are no input. */
const MIN_PIECE = 3;

/** What every request has: no input of a check, though it stands in the place of one. */
const COMMON = new Set(['keep', 'kata']);

/** Whether a value tells nothing of an input: it is what a check expects of every answer of its kind. */
function isPlain(value: Value | undefined): boolean {
  if (typeof value === 'number')
    return Number.isInteger(value) && (Math.abs(value) < 10 || (value >= 100 && value < 600));
  if (typeof value !== 'object' || value === null) return typeof value !== 'string' || value === '';
  return isTagged(value) && value.$kind === 'undefined';
}

/**
 * Gives a function that takes the random inputs of a check out of a text: what looks like one, and what the check sent,
 * whatever it looks like. So somebody who reads the text learns nothing that the next run would use.
 */
export function withoutInputs(check: Check): (text: string) => string {
  const pieces = [...piecesOf(check)].sort((one, other) => other.length - one.length);
  const known = pieces.length > 0 && anyOf(pieces);
  return (text) => {
    const routed = text.replace(PATH, (_, path: string) => publicPath(path));
    const shaped = SHAPES.reduce((done, [shape, name]) => done.replace(shape, name), routed);
    return (known ? shaped.replace(known, '…') : shaped).replace(/…(?:[^\s\w]?…)+/g, '…');
  };
}

/** Finds each of these where it is a word of its own; behind it, a part of a password's number. */
function anyOf(pieces: string[]): RegExp {
  const either = pieces.map((piece) => RegExp.escape(piece)).join('|');
  return new RegExp(`(?<=^|[^a-z0-9]|%[0-9a-f]{2})(?:${either})(?:-\\d{1,3})?(?![a-z0-9])`, 'gi');
}

function publicPath(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment === '' || ROUTES.has(segment) ? segment : '…'))
    .join('/');
}

/** The reason of a failed check without inputs. Values are told only where they are of the plainest kind. */
export function reasonWithoutInputs(check: Check): string {
  const { story, expected, actual, compared, reason = '' } = check;
  const told =
    compared === undefined || (isPlain(expected) && isPlain(actual))
      ? reason
      : `${reason.slice(0, reason.indexOf(compared))}${compared} is not what it should be.`;
  // A walk names what it gave to a method, and that may be any text at all.
  return withoutInputs(check)(story ? told.replace(/\(.*\)(?=`)/s, '(…)') : told);
}

function piecesOf({ exchanges = [], timeline = [], expected }: Check): Set<string> {
  const pieces = new Set<string>();
  const add = (text: string) => {
    for (const [word] of decoded(text).matchAll(RANDOM_WORD)) pieces.add(word.toLowerCase());
  };
  for (const { path, requestHeaders, requestBody = '' } of exchanges) {
    for (const text of [path, requestBody, ...Object.values(requestHeaders)]) add(text);
    const [, token] = CREDENTIALS.exec(requestHeaders.authorization ?? '') ?? [];
    if (token !== undefined) pieces.add(token.toLowerCase());
  }
  for (const step of timeline) {
    if (step.what === 'request') for (const text of [step.line, step.cookie ?? '']) add(text);
    if (step.what === 'call') for (const text of step.requests ?? []) add(text);
    if (step.what === 'clock') for (const [number] of String(step.by).matchAll(NUMBER)) pieces.add(number);
  }
  add(JSON.stringify(expected) ?? '');
  return new Set([...pieces].filter((piece) => piece.length >= MIN_PIECE && !COMMON.has(piece)));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

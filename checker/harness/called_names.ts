/** Public names that the specs and the given code use. Anything else in a check is its own affair, and is never shown. */
const METHODS = [
  'createSession',
  'userIdForSessionId',
  'destroySession',
  'sessionCookie',
  'currentUser',
  'requireAuth',
  'authorizationHeader',
  'setPassword',
  'isValidPassword',
  'displayName',
  'toJson',
  'save',
  'remove',
];
const CLASSES = [
  'Auth',
  'BasicAuth',
  'SessionAuth',
  'SessionExpAuth',
  'SessionDBAuth',
  'Base',
  'User',
  'UserSession',
].join('|');
const PROPERTIES = ['userIdBySessionId', 'sessionDuration', 'currentUser'].join('|');

const MADE = new RegExp(`\\bnew (${CLASSES})\\b`, 'g');
const CALLED = new RegExp(`\\b((?:User|UserSession)\\.(?:get|all|count|search))\\(|\\.(${METHODS.join('|')})\\(`, 'g');
const REPLACED = new RegExp(`defineProperty\\([\\w.]+, ['"](${METHODS.join('|')})['"]`, 'g');
const READ = new RegExp(`(?<![\\w$])(${PROPERTIES})\\b(?![(:?])`, 'g');

/** What a function of a check does in the learner's process, told by public names only: `makes a User, calls save`. */
export function describeCall(source: string): string {
  const replaced = names(source, REPLACED).join(', ');
  const restores = source.includes('deleteProperty');
  if (replaced !== '' && !restores) return `puts its own ${replaced} in place`;
  if (replaced !== '' && names(source, CALLED).length === 0) return `puts ${replaced} back as it was`;
  const parts = [
    ['makes a new', names(source, MADE)],
    ['calls', names(source, CALLED)],
    ['reads', names(source, READ)],
  ] as const;
  const told = parts.flatMap(([verb, found]) => (found.length > 0 ? [`${verb} ${found.join(', ')}`] : []));
  return told.join('; ') || 'looks into the module';
}

/** Each name once, in the order of its first use. */
function names(source: string, pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].map(([, first, second]) => (first ?? second) as string))];
}

import type { HttpClient } from '../harness/http.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Bodies that no server can read, or wants to. Who looks at the body first does not answer 401. */
const BODIES: readonly { type: string; text: string; encoding?: string }[] = [
  { type: 'application/json', text: '{"email":' },
  { type: 'application/json; charset=utf-7', text: '{}' },
  { type: FORM, text: `email=${'a'.repeat(200_000)}` },
  { type: `${FORM}; charset=utf-7`, text: 'email=a' },
  { type: FORM, text: 'email=a', encoding: 'gzip' },
];

/** What a `POST` to this path answers to each of several bodies that cannot be read. */
export async function postUnreadable(http: HttpClient, path: string) {
  const answers = [];
  for (const { type, text, encoding } of BODIES) {
    const request = http.post(path).set('Content-Type', type);
    if (encoding !== undefined) request.set('Content-Encoding', encoding);
    answers.push(await request.send(text));
  }
  return answers;
}

import type { HttpClient, Method } from '../../harness/http.ts';
import type { LearnerServer } from '../../harness/server.ts';
import type { Answer } from '../model/answer.ts';
import { API } from '../model/answers.ts';
import type { Request } from '../model/request.ts';
import type { User } from '../model/world.ts';
import type { RequestStep } from './choices.ts';
import { formOf } from './inputs.ts';
import type { Person } from './people.ts';
import { FORM_TYPES } from './values.ts';

/** The request of a step. `cookie`: the whole header, if it has one; `other`: whose password or id it may have by mistake. */
export function requestOf(
  step: RequestStep,
  { person, other, cookie }: { person: Person; other: User; cookie?: string | undefined },
): Request {
  const brought = cookie === undefined ? {} : { cookie };
  if (step.do === 'log in') {
    const text = formOf(step.form, { ...person, other });
    return {
      method: 'POST',
      path: `${API}auth_session/login${step.slash ? '/' : ''}`,
      ...(step.https && { https: true }),
      ...(step.header && { header: step.header }),
      ...(text !== undefined && { body: { type: step.type, text } }),
      ...brought,
    };
  }
  if (step.do === 'log out')
    return { method: 'DELETE', path: `${API}auth_session/logout${step.slash ? '/' : ''}`, ...brought };
  const { id, email, password } = person.user;
  const known = `${email}:${step.basic === 'old password' ? (person.before ?? '') : password}`;
  return {
    method: step.method,
    path: API + step.path.replace(':user', id),
    ...(step.basic && { authorization: `Basic ${Buffer.from(known).toString('base64')}` }),
    ...(step.header && { header: step.header }),
    ...(step.form !== undefined && { body: { type: FORM_TYPES[0], text: step.form } }),
    ...brought,
  };
}

/** Sends a request over a connection of its own, or over that of `http`. */
export async function send(
  server: LearnerServer,
  { method, path, authorization, cookie, body, https, header }: Request,
  http: HttpClient = https ? server.https : server.http,
): Promise<Answer> {
  const request = http[method.toLowerCase() as Method](path);
  if (authorization !== undefined) request.set('Authorization', authorization);
  if (cookie !== undefined) request.set('Cookie', cookie);
  if (header !== undefined) request.set(...header);
  if (body) request.type(body.type).send(body.text);
  const { status, headers, text } = await request;
  return { status, headers, text };
}

import { type Request, type Response, Router } from 'express';
import { DuplicateError } from '../../../models/duplicate_error.ts';
import { User } from '../../../models/user.ts';
import { isFilled, jsonObject } from '../body.ts';
import { methodNotAllowed, sendError } from '../errors.ts';

type RequestWithId = Request<{ id: string }>;
type Names = { first_name?: string | null; last_name?: string | null };

/** The users: list, show, create, change, delete. */
export const users = Router({ caseSensitive: true });

users
  .route('/users')
  .get(list)
  .post(create)
  .all(methodNotAllowed('GET', 'HEAD', 'POST'));
users
  .route('/users/:id')
  .get(show)
  .put(change)
  .delete(remove)
  .all(methodNotAllowed('GET', 'HEAD', 'PUT', 'DELETE'));

async function list(_request: Request, response: Response): Promise<void> {
  const all = await User.all();
  response.json(all.map((user) => user.toJson()));
}

async function show(request: RequestWithId, response: Response): Promise<void> {
  const user = await User.get(request.params.id);
  if (!user) return sendError(response, 404, 'Not found');
  response.json(user.toJson());
}

async function create(request: Request, response: Response): Promise<void> {
  const body = jsonObject(request);
  if (!body || !hasValidNames(body)) return sendError(response, 400, 'Wrong format');
  if (!isFilled(body.email)) return sendError(response, 400, 'email missing');
  if (!isFilled(body.password)) return sendError(response, 400, 'password missing');

  const user = new User({ email: body.email, firstName: body.first_name ?? null, lastName: body.last_name ?? null });
  await user.setPassword(body.password);
  try {
    await user.save();
  } catch (error) {
    if (error instanceof DuplicateError) return sendError(response, 400, 'email already registered');
    throw error;
  }
  response.status(201).json(user.toJson());
}

async function change(request: RequestWithId, response: Response): Promise<void> {
  const user = await User.get(request.params.id);
  if (!user) return sendError(response, 404, 'Not found');
  const body = jsonObject(request);
  if (!body || !hasValidNames(body)) return sendError(response, 400, 'Wrong format');

  // Only these two can be changed here: e-mail and password in the body are ignored.
  user.firstName = body.first_name ?? user.firstName;
  user.lastName = body.last_name ?? user.lastName;
  await user.save();
  response.json(user.toJson());
}

async function remove(request: RequestWithId, response: Response): Promise<void> {
  const user = await User.get(request.params.id);
  if (!user || !(await user.remove())) return sendError(response, 404, 'Not found');
  response.json({});
}

/** Whether the names in a body, where it has them, are strings. `null` says: no name here. */
function hasValidNames<Body extends object>(body: Body & Names): body is Body & Names {
  return [body.first_name, body.last_name].every((name) => typeof (name ?? '') === 'string');
}

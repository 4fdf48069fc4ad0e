/** The finished server's API by itself, as the environment sets it up: without the extras of `solutions/server/`. */
import { app } from '../../../solutions/api/v1/app.ts';
import { SESSION_NAME } from '../../../solutions/api/v1/auth/auth.ts';
import { auth } from '../../../solutions/api/v1/auth/index.ts';
import type { SessionAuth } from '../../../solutions/api/v1/auth/session_auth.ts';
import { User } from '../../../solutions/models/user.ts';
import { listen } from './listen.ts';

const user = new User({ email: 'bob@example.com', firstName: 'Bob' });
await user.save();
const sessionId = await (auth as SessionAuth).createSession(user.id);

listen(app, `${SESSION_NAME}=${sessionId}`);

/** A reference: an Express application that only parses the cookie and looks into a Map. */
import { randomUUID } from 'node:crypto';
import cookieParser from 'cookie-parser';
import express from 'express';
import { listen, someUser } from './listen.ts';

const sessionId = randomUUID();
const users = new Map([[sessionId, someUser()]]);

const app = express();
app.use(cookieParser());
app.get('/api/v1/users/me', (request, response) => {
  const user = users.get(request.cookies._my_session_id);
  if (!user) return void response.status(403).json({ error: 'Forbidden' });
  response.json(user);
});

listen(app, `_my_session_id=${sessionId}`);

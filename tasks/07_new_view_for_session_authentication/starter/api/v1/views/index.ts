import { Router } from 'express';
import { status } from './status.ts';
import { users } from './users.ts';

/** All routes of the API, below `/api/v1`. */
export const views = Router({ caseSensitive: true });

views.use(status);
views.use(users);

import type { User } from '../../models/user.ts';

declare global {
  namespace Express {
    interface Request {
      /** Who the request comes from, or `null`. Absent where the filter before each request has not run. */
      currentUser?: User | null;
    }
  }
}

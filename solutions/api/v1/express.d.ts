import type { User } from '../../models/user.ts';

declare global {
  namespace Express {
    interface Request {
      /** Who the request comes from, or `null`. Absent as long as nobody has set it. */
      currentUser?: User | null;
    }
  }
}

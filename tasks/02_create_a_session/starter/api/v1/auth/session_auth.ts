import { Auth } from './auth.ts';

/** Authentication by session. */
export class SessionAuth extends Auth {}

import * as fakeTimers from '@sinonjs/fake-timers';
import * as cookieParser from 'cookie-parser';
import * as express from 'express';
import * as kysely from 'kysely';
import * as uuid from 'uuid';
import 'node:sqlite';

/** The packages that learner code may import, loaded once with the stub, before any submission is known. */
export const packages = { express, 'cookie-parser': cookieParser, kysely, uuid };

export { fakeTimers };

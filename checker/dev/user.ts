/** Who can log in to the learner's own server at once. It is on the learner's machine only, so it is no secret. */
export const READY_USER = { email: 'learner@example.com', password: 'sunny-day-42' } as const;

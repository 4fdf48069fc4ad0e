/** How it went with a learner's submission, in words. The page of a class uses them in the browser, too. */
export const STATUS = {
  graded: 'graded',
  'did not load': 'did not load',
  refused: 'refused',
  error: 'could not be judged',
} as const;

export type Status = keyof typeof STATUS;

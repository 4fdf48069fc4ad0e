/** Something in the course that does not hold. */
export type Finding = {
  /** Where it is: a task, a file or a check. */
  place: string;
  message: string;
};

/** A UUID, or one that a check made a character shorter or longer to see that it is refused. */
export const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11,13}/gi;

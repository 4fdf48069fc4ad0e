/** Authentication by session. For now it only has to be a kind of `Auth`, with nothing of its own. */
export class SessionAuth {
  constructor() {
    throw new Error('not written yet');
  }
}

import { append } from '../channel/frames.ts';

/** A server may do something in each turn, for ever. Then it is asked all the same. */
const MOST_TURNS = 50;

// Kept before learner code can replace them.
const { setImmediate: nextTurn } = globalThis;
const activeResources = process.getActiveResourcesInfo;

/**
 * Lets what the checker asks for begin when what came before it has ended. A server may go on after its answer: whether
 * that is done when the next request arrives would be luck, and no verdict. The given database, and all that waits for no
 * clock, file or network, goes on from turn to turn of the event loop, and these turns are waited for.
 *
 * What is asked while an answer is still awaited begins at once: servers work for many clients at the same time.
 */
export class Succession {
  #unanswered = 0;
  #waiting: (() => void)[] = [];

  /** Begins the work: at once where nothing goes on any more, and always in the order of the calls. */
  begin(work: () => void): void {
    append(this.#waiting, work);
    if (this.#waiting.length === 1) this.#goOn(MOST_TURNS);
  }

  /** An answer is awaited from now on, until the function that this gives is called. */
  expectAnswer(): () => void {
    this.#unanswered += 1;
    return () => {
      this.#unanswered -= 1;
    };
  }

  #goOn(turns: number): void {
    if (turns > 0 && this.#unanswered === 0 && isBusy()) nextTurn(() => this.#goOn(turns - 1));
    else for (const work of this.#waiting.splice(0)) work();
  }
}

/** Whether something is to be done in the next turn of the event loop. */
function isBusy(): boolean {
  return activeResources().includes('Immediate');
}

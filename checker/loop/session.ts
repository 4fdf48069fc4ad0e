import type { ReadStream, WriteStream } from 'node:tty';
import { Engine, type EngineOptions } from './engine.ts';
import { type Action, keysOf } from './keys.ts';
import { draw, pageLines, pageRoom } from './screen.ts';
import { openScreen, type Press, type Screen } from './terminal.ts';
import type { Page, Shown } from './view.ts';
import { watchFolder } from './watch.ts';

/** What the keys reach outside the loop. Each may throw: the learner reads the sentence, and the loop goes on. */
export type Moves = {
  hint: (task: number) => { shown: string[]; left: number };
  /** The hints of a task that were shown before. */
  hintsOf: (task: number) => { shown: string[]; left: number };
  spec: (task: number, columns: number) => Promise<string[]>;
  diff: () => Promise<string[]>;
  timeline: (columns: number) => string[];
  /** Goes to the next task, and to the start of any. Give what to tell. */
  next: () => Promise<string[]>;
  jump: (task: number) => Promise<string[]>;
};

export type SessionOptions = Omit<EngineOptions, 'changed' | 'tasks'> & {
  tasks: (EngineOptions['tasks'][number] & { number: number; title: string })[];
  specOf: (task: number) => string;
  /** The learner's folder. */
  folder: string;
  moves: (engine: Engine) => Moves;
  color: boolean;
  stdin: ReadStream;
  stdout: WriteStream;
};

/** Runs the guided loop until the learner ends it. The terminal is given back whatever happens. */
export async function runSession(options: SessionOptions): Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const session = new Session(options, end);
  await session.start();
  try {
    await ended;
  } finally {
    await session.close();
  }
}

class Session {
  #options: SessionOptions;
  #end: () => void;
  #engine: Engine;
  #moves: Moves;
  #screen: Screen;
  #shown: Shown;
  #unwatch: () => Promise<void> = async () => {};

  constructor(options: SessionOptions, end: () => void) {
    const { tasks, progress, check, specOf } = options;
    this.#options = options;
    this.#end = end;
    this.#engine = new Engine({ tasks, progress, check, changed: (state) => this.#show({ state }) });
    this.#moves = options.moves(this.#engine);
    this.#shown = {
      state: this.#engine.state,
      view: { kind: 'main' },
      tasks: tasks.map(({ number, title }) => ({ number, title, spec: specOf(number) })),
      hints: this.#moves.hintsOf(this.#engine.state.present),
      notes: [],
      missed: false,
      polling: false,
    };
    this.#screen = openScreen(options.stdin, options.stdout, {
      pressed: (press) => void this.#press(press),
      resized: () => this.#show({}),
    });
  }

  async start(): Promise<void> {
    this.#show({});
    await this.#watch();
    this.#engine.run();
  }

  async close(): Promise<void> {
    await this.#unwatch();
    this.#screen.close();
    await this.#engine.end();
  }

  async #watch(): Promise<void> {
    await this.#unwatch();
    this.#unwatch = await watchFolder(this.#options.folder, {
      saved: () => this.#engine.saved(),
      missed: () => this.#show({ missed: true }),
      polling: this.#shown.polling,
    });
  }

  #show(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change };
    this.#screen.draw(draw(this.#shown, this.#screen.size(), { color: this.#options.color }));
  }

  async #press({ name, ctrl }: Press): Promise<void> {
    if (ctrl && (name === 'c' || name === 'd')) return this.#end();
    const { view } = this.#shown;
    try {
      if (view.kind === 'page') this.#pressInPage(view, name);
      else if (view.kind === 'list') await this.#pressInList(name);
      else await this.#pressInMain(name);
    } catch (error) {
      this.#show({ view: { kind: 'main' }, notes: [error instanceof Error ? error.message : String(error)] });
    }
  }

  async #pressInMain(name: string): Promise<void> {
    const action = keysOf(this.#shown).find(({ key }) => key === name)?.action;
    if (action) await this.#actions[action]();
  }

  #actions: Record<Action, () => void | Promise<void>> = {
    quit: () => this.#end(),
    run: () => this.#engine.run(),
    hint: () => this.#show({ hints: this.#moves.hint(this.#shown.state.present), notes: [] }),
    spec: async () => this.#open('The spec', await this.#moves.spec(this.#shown.state.present, this.#columns)),
    diff: async () => this.#open('What you changed since this task began', await this.#moves.diff()),
    timeline: () => this.#open('The timeline of what failed', this.#moves.timeline(this.#columns)),
    next: async () => this.#moved(await this.#moves.next()),
    list: () => {
      const { present } = this.#shown.state;
      const selected = Math.min(present, this.#shown.tasks.length - 1);
      this.#show({ view: { kind: 'list', selected, confirming: false } });
    },
    poll: async () => {
      this.#show({ polling: true });
      await this.#watch();
    },
  };

  get #columns(): number {
    return this.#screen.size().columns;
  }

  #open(title: string, lines: string[]): void {
    this.#show({ view: { kind: 'page', title, lines, top: 0 } });
  }

  #moved(notes: string[]): void {
    this.#engine.moved();
    this.#show({ view: { kind: 'main' }, notes, hints: this.#moves.hintsOf(this.#engine.state.present) });
  }

  #pressInPage(page: Page, name: string): void {
    if (['escape', 'q', 'return', 'backspace'].includes(name)) return this.#show({ view: { kind: 'main' } });
    const size = this.#screen.size();
    const room = pageRoom(this.#shown, size);
    const last = Math.max(0, pageLines(page, size.columns).length - room);
    const steps: Record<string, number> = {
      up: -1,
      down: 1,
      pageup: -room,
      pagedown: room,
      space: room,
      home: -last,
      end: last,
    };
    const top = Math.min(last, Math.max(0, page.top + (steps[name] ?? 0)));
    this.#show({ view: { ...page, top } });
  }

  async #pressInList(name: string): Promise<void> {
    const { view, tasks } = this.#shown;
    if (view.kind !== 'list') return;
    if (['escape', 'q'].includes(name)) return this.#show({ view: { kind: 'main' } });
    const step = { up: -1, down: 1 }[name] ?? 0;
    const selected = Math.min(tasks.length - 1, Math.max(0, view.selected + step));
    if (name !== 'return') return this.#show({ view: { kind: 'list', selected, confirming: false } });
    const task = tasks[selected];
    if (task === undefined) return;
    if (!view.confirming) return this.#show({ view: { ...view, confirming: true } });
    this.#moved(await this.#moves.jump(task.number));
  }
}

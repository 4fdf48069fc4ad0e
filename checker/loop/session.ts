import type { ReadStream, WriteStream } from 'node:tty';
import { ENDED_BY } from './ending.ts';
import { Engine, type EngineOptions, type LoopState } from './engine.ts';
import { type Action, keysOf } from './keys.ts';
import { draw, extent } from './screen.ts';
import { scrolled } from './scroll.ts';
import { openScreen, type Press, type Screen } from './terminal.ts';
import { type List, type Shown, TOP } from './view.ts';
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
  /** What to tell first, a sentence each. */
  notes: string[];
  color: boolean;
  stdin: ReadStream;
  stdout: WriteStream;
  /** Asks for the end, with the exit code that stands for its reason. */
  end: (code: number) => void;
};

/** The guided loop at a terminal, which is taken at once. */
export class Session {
  #options: SessionOptions;
  #engine: Engine;
  #moves: Moves;
  #screen: Screen;
  #shown: Shown;
  #presses: Promise<void> = Promise.resolve();
  #unwatch: () => Promise<void> = async () => {};
  /** The content that the notes speak of: they go with the learner's first change. */
  #noted: string | undefined;
  #closed = false;

  constructor(options: SessionOptions) {
    const { tasks, progress, check, types, specOf, notes, end } = options;
    this.#options = options;
    this.#engine = new Engine({ tasks, progress, check, types, changed: (state) => this.#follow(state) });
    this.#moves = options.moves(this.#engine);
    this.#shown = {
      state: this.#engine.state,
      view: TOP,
      tasks: tasks.map(({ number, title }) => ({ number, title, spec: specOf(number) })),
      hints: this.#moves.hintsOf(this.#engine.state.present),
      notes,
      missed: false,
      polling: false,
    };
    this.#screen = openScreen(options.stdin, options.stdout, {
      pressed: (press) => this.#pressed(press),
      resized: () => this.#show({}),
      lost: () => end(ENDED_BY.SIGHUP),
    });
  }

  /** Checks, and from now on at each save. */
  async start(): Promise<void> {
    this.#engine.run();
    await this.#watch();
  }

  /** Gives the terminal back at once, as it was. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#engine.end();
    this.#screen.close();
    await this.#unwatch();
  }

  async #watch(): Promise<void> {
    await this.#unwatch();
    const unwatch = await watchFolder(this.#options.folder, {
      saved: () => this.#engine.saved(),
      missed: () => this.#show({ missed: true }),
      polling: this.#shown.polling,
    });
    if (this.#closed) await unwatch();
    else this.#unwatch = unwatch;
  }

  #follow(state: LoopState): void {
    const content = state.report?.contentHash;
    const changed = content !== undefined && this.#noted !== undefined && content !== this.#noted;
    this.#noted ??= content;
    const { view, state: before } = this.#shown;
    // A new verdict is read from its beginning.
    const isNew = state.report !== before.report && view.kind === 'main';
    const moved = state.present !== before.present;
    this.#show({
      state,
      ...(changed && { notes: [] }),
      ...(isNew && { view: TOP }),
      ...(moved && { hints: this.#moves.hintsOf(state.present) }),
    });
  }

  #show(change: Partial<Shown>): void {
    if (this.#closed) return;
    this.#shown = { ...this.#shown, ...change };
    this.#screen.draw(draw(this.#shown, this.#screen.size(), { color: this.#options.color }));
  }

  /** The end comes at any moment; all other keys one after the other. */
  #pressed(press: Press): void {
    const { end } = this.#options;
    if (press.ctrl && press.name === 'c') return end(ENDED_BY.SIGINT);
    if (press.ctrl && press.name === 'd') return end(0);
    if (press.ctrl) return;
    if (press.name === 'q' && this.#shown.view.kind === 'main') return end(0);
    this.#presses = this.#presses.then(() => this.#press(press.name));
  }

  async #press(name: string): Promise<void> {
    if (this.#closed) return;
    const { view } = this.#shown;
    try {
      if (view.kind === 'list') return await this.#pressInList(view, name);
      if (view.kind === 'page' && BACK.has(name)) return this.#show({ view: TOP });
      const action = view.kind === 'main' && keysOf(this.#shown).find(({ key }) => key === name)?.action;
      if (action) return await this.#actions[action]();
      const top = scrolled(name, { top: view.top, ...extent(this.#shown, this.#screen.size()) });
      if (top !== view.top) this.#show({ view: { ...view, top } });
    } catch (error) {
      this.#show({ view: TOP, notes: [error instanceof Error ? error.message : String(error)] });
    }
  }

  #actions: Record<Action, () => void | Promise<void>> = {
    quit: () => this.#options.end(0),
    run: () => this.#engine.run(),
    hint: () => this.#show({ hints: this.#moves.hint(this.#shown.state.present), notes: [], view: TOP }),
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
    this.#noted = undefined;
    this.#engine.moved();
    this.#show({ view: TOP, notes });
  }

  async #pressInList(view: List, name: string): Promise<void> {
    const { tasks } = this.#shown;
    if (['escape', 'q'].includes(name)) return this.#show({ view: TOP });
    const selected = scrolled(name, { top: view.selected, room: 1, length: tasks.length });
    if (name !== 'return') return this.#show({ view: { kind: 'list', selected, confirming: false } });
    const task = tasks[selected];
    if (task === undefined) return;
    if (!view.confirming) return this.#show({ view: { ...view, confirming: true } });
    this.#moved(await this.#moves.jump(task.number));
  }
}

const BACK = new Set(['escape', 'q', 'return', 'backspace']);

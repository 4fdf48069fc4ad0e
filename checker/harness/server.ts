import { randomUUID } from 'node:crypto';
import { within } from './deadline.ts';
import { evaluation } from './evaluation.ts';
import { type HttpClient, type HttpOptions, httpClient, keptConnection } from './http.ts';
import type { LearnerProcess } from './learner_process.ts';
import { LIMITS } from './limits.ts';
import { loadRequest } from './load_request.ts';
import type { ModulePath, Modules, ModulesOf } from './modules.ts';
import { PrintedLog } from './printed_log.ts';
import { ThrownByLearner } from './process_end.ts';
import type { StopSignal } from './protocol.ts';
import { loadFault, requestFault } from './server_faults.ts';
import type { ServerOptions } from './server_options.ts';
import { askToEnd, SETTLE } from './settle.ts';
import { ownPlace, type Place, type SharedHost } from './shared_host.ts';
import { StepLog } from './step_log.ts';
import { type LearnerError, LearnerFault } from './verdict.ts';

/** The learner's server in a process of its own. Started at first use; after an end, a restart brings a fresh one. */
export class LearnerServer {
  readonly http: HttpClient;
  /** The same server, asked over HTTPS. */
  readonly https: HttpClient;
  /** What the present check did, step by step. */
  readonly steps = new StepLog();
  /** Users that the check made, for the story that repeats it. */
  readonly users: { id?: string; email: string; password: string }[] = [];
  /** How often the process crashed or hung. */
  crashes = 0;
  #options: ServerOptions;
  #now: number;
  #host: SharedHost | undefined;
  #running: Promise<Place> | undefined;
  #loaded = false;
  /** A submission that did not load will not load the next time either: nobody waits for it twice. */
  #neverLoaded: LearnerFault | undefined;
  /** Where the submission lies, as its process sees it. */
  #root = '';
  #databaseName = `${randomUUID()}.db`;
  #printed = new PrintedLog();

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#now = options.now;
    this.#host = options.host;
    this.http = httpClient(this.#connections(false));
    this.https = httpClient(this.#connections(true));
  }

  /** The learner's clock. It stands still until a check moves it. */
  readonly clock = {
    /** What it shows, in milliseconds since 1970 (UTC). */
    now: (): number => this.#now,
    /** Moves it on. Timers that come due run, where the check declared that it uses the clock. */
    advance: async (milliseconds: number): Promise<void> => {
      await this.start();
      this.#now += milliseconds;
      this.steps.add({ what: 'clock', at: this.#now, by: milliseconds });
      await this.#attempt('the check moved the clock', (process, time) =>
        process.request({ do: 'advance', milliseconds }, time),
      );
    },
  };

  /** Whether the submission loads in these conditions, as far as it was tried; and whether others may be in its process. */
  get state(): { loads: boolean | undefined; shared: boolean } {
    return { loads: this.#neverLoaded ? false : this.#loaded || undefined, shared: this.#host !== undefined };
  }

  /** Starts the server, if it is not running. Throws a LearnerFault where it does not load. */
  async start(): Promise<void> {
    if (this.#host?.lost(await this.#place())) this.#running = undefined;
    this.#running ??= this.#launch().catch((error) => {
      this.#running = undefined;
      throw error;
    });
    await this.#running;
  }

  /**
   * Runs `fn` in the learner's process with the exports of a module (or of several) and gives its value as data.
   * `fn` travels as text: it sees its parameters and nothing else. Throws a LearnerFault for what the learner's code throws.
   */
  async evaluate<Path extends ModulePath, Args extends unknown[], Result>(
    module: Path,
    fn: (module: Modules[Path], ...args: Args) => Result,
    ...args: { [Index in keyof Args]: unknown }
  ): Promise<Awaited<Result>>;
  async evaluate<const Paths extends readonly ModulePath[], Args extends unknown[], Result>(
    modules: Paths,
    fn: (modules: ModulesOf<Paths>, ...args: Args) => Result,
    ...args: { [Index in keyof Args]: unknown }
  ): Promise<Awaited<Result>>;
  async evaluate(
    module: string | readonly string[],
    fn: (...values: never[]) => unknown,
    ...args: unknown[]
  ): Promise<unknown> {
    const modules = typeof module === 'string' ? [module] : [...module];
    return evaluation({ modules, fn, args }, { steps: this.steps, now: this.#now }, async (request, what) => {
      await this.start();
      return this.#attempt(what, (process, time) => process.request(request, time));
    });
  }

  /** The same server, asked over one connection that stays open. */
  keptConnection(): { http: HttpClient } & Disposable {
    return keptConnection(this.#connections(false));
  }

  /**
   * Ends the server, when what it began has ended, and starts it on the same database in another process. The clock goes on.
   * With a signal, it is asked to end; else it is killed.
   */
  async restart(signal?: StopSignal): Promise<void> {
    this.steps.add({ what: 'restart', at: this.#now, ...(signal && { by: signal }) });
    if (this.#running)
      await this.#attempt('the check stopped the server', (process, time) => process.request(SETTLE, time));
    if (signal) await this.#endBy(signal);
    else if (this.#options.fakeTimers) this.#host?.leave(await this.#place());
    await this.stop();
    // The other process knows nothing of what this check has kept here, unless it restarts once more.
    this.#host = this.steps.count('restart') === 1 ? this.#host?.other : undefined;
    await this.start();
  }

  /** Ends the server, if it runs; and its process, where that is its own. */
  async stop({ kill = !this.#host } = {}): Promise<void> {
    const place = await this.#place();
    this.#running = undefined;
    if (!place || !kill) return;
    await place.process.kill();
    this.#printed.keep(place.process);
  }

  /** Whether the process wrote to the checker's channel by itself: what it seemed to answer is then worth nothing. */
  async brokeProtocol(milliseconds: number): Promise<boolean> {
    const process = (await this.#place())?.process;
    await Promise.race([process?.ended, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())]);
    return process?.end?.cause === 'protocol error';
  }

  /** What the server printed since the last call, with its own names of files, and the first error of its code in it. */
  async takePrinted(): Promise<{ log: string; error: LearnerError | undefined }> {
    return this.#printed.take((await this.#place())?.process, this.#root);
  }

  /** Others in the process that is asked to end are loaded anew. */
  async #endBy(signal: StopSignal): Promise<void> {
    const process = (await this.#place())?.process;
    if (!process) return;
    await askToEnd(process, signal);
    this.#printed.keep(process);
    this.#host?.failed(process);
    this.#running = undefined;
  }

  readonly #place = async (): Promise<Place | undefined> => this.#running?.catch(() => undefined);

  #connections(encrypted: boolean): HttpOptions {
    return {
      encrypted,
      steps: this.steps,
      now: () => this.#now,
      connect: async () => {
        await this.start();
        return (await this.#entered()).open({ encrypted });
      },
      attempt: async (what, work) => {
        await this.start();
        return this.#attempt(what, ({ waited }, time) => within(work(), time, waited));
      },
    };
  }

  async #launch(): Promise<Place> {
    if (this.#neverLoaded) throw this.#neverLoaded;
    const place = await (this.#host?.place() ?? ownPlace(this.#options.confinement));
    const { process } = place;
    this.#root = process.submission;
    const request = loadRequest(place, this.#options, { databaseName: this.#databaseName, now: this.#now });
    try {
      await process.request(request, LIMITS.startUp);
      this.#loaded = true;
      return place;
    } catch (error) {
      const fault = await loadFault(error, process, this.#root);
      this.#printed.keep(process);
      // What only threw does no harm to those beside it.
      if (!this.#host || !(error instanceof ThrownByLearner)) await process.kill();
      this.#host?.failed(process);
      if (!this.#loaded) this.#neverLoaded = fault;
      throw fault;
    }
  }

  /** The process, ready for what is for this server. */
  async #entered(): Promise<LearnerProcess> {
    const place = await (this.#running as Promise<Place>);
    this.#host?.enter(place);
    return place.process;
  }

  /** Work that the learner's process may spoil: every way in which it can becomes a LearnerFault. */
  async #attempt<T>(what: string, work: (process: LearnerProcess, time: number) => Promise<T>): Promise<T> {
    const budget = this.#options.budget();
    const process = await this.#entered();
    const time = budget.next();
    try {
      return await budget.spend(work(process, time), time, process.waited);
    } catch (error) {
      if (error instanceof LearnerFault) throw error;
      const fault = await requestFault(error, what, process, { root: this.#root, time });
      // The process is not used again: the next request gets a fresh one.
      if (fault.endsProcess) this.crashes += 1;
      if (fault.endsProcess) await this.stop({ kill: true });
      throw fault.error;
    }
  }
}

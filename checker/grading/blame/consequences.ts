import { nameOf, type Repair } from './repairs.ts';

/** A check that did not pass, before it is known whose fault that is. */
export type Failing = {
  task: number;
  /** Its place among the checks of its task. */
  place: number;
  guard: boolean;
  /** It came to a judgement of its own, so it was not blocked. */
  failed: boolean;
  /** It found a security hole. */
  open: boolean;
};

/** What came of checks while parts of the submission were the reference's. */
export type Trial = {
  passed: ReadonlySet<Failing>;
  /** Whether the server loads then; and if not, at which file the error is, if that is known. */
  loads: boolean;
  file?: string | undefined;
  /** The time for all trials was over before this one ended. */
  over?: boolean;
};

/** Whose fault a check is: with a right version of these parts it passes. */
export type Consequence = { of: number[]; parts: string[] };

export type Findings = {
  consequences: ReadonlyMap<Failing, Consequence>;
  /** Whether all is explained: at most one task is charged, or each that is charged is a cause. */
  settled: boolean;
  /** Why something could not be found out: the end of a sentence each. */
  untold: string[];
};

/** Asks checks while these parts are the reference's. */
export type Attempt = (repairs: readonly Repair[], checks: readonly Failing[]) => Promise<Trial>;

/** So many times at most is a submission tried in a repaired form. */
const MAX_TRIALS = 8;

/**
 * Finds the checks that fail only because of another task's work. Parts are repaired one at a time, then two at a time,
 * in the order of the tasks that failed. A check is excused by the first repair that makes it pass, if
 * - nothing of its own task is in that repair;
 * - the same repair makes a charged check of a task pass whose work each repaired part is: that task is the cause, and stays charged;
 * - it does not pass as well if nothing is repaired and only these checks are asked;
 * - and it found no hole, or one of the cause's own checks did.
 * Once the time for all trials is over, nothing is excused: what could be tried must not depend on the machine.
 */
export async function findConsequences(
  failing: readonly Failing[],
  repairs: readonly Repair[],
  attempt: Attempt,
): Promise<Findings> {
  const search = new Search(failing, attempt);
  const suspects = suspectsAmong(repairs, failing);
  for (const repair of suspects) await search.try([repair]);
  for (const [index, one] of suspects.entries())
    for (const other of suspects.slice(index + 1)) await search.try([one, other]);
  return search.findings;
}

/**
 * The same for a server that does not load: the file with the error is repaired, and the next one, if the error is then in
 * another file.
 */
export async function findLoadConsequences(
  failing: readonly Failing[],
  { repairs, file }: { repairs: readonly Repair[]; file: string | undefined },
  attempt: Attempt,
): Promise<Findings> {
  // What a server that does not load passes says nothing: that it stops at start may be what is asked for.
  const search = new Search(failing, attempt, new Set());
  const broken: Repair[] = [];
  for (let place = file; broken.length < 2; ) {
    const repair = repairs.find((part) => part.file === place && !part.member);
    if (!repair || broken.includes(repair)) break;
    broken.push(repair);
    const trial = await search.try(broken);
    if (!trial || trial.loads) break;
    place = trial.file;
  }
  return search.findings;
}

/**
 * Parts of tasks that failed by themselves, in the order of these tasks. Where only what worked before failed, another task is
 * more likely the cause; and a file whose members are parts of their own comes last.
 */
function suspectsAmong(repairs: readonly Repair[], failing: readonly Failing[]): Repair[] {
  const ranked = repairs.flatMap((repair) => {
    const own = failing.filter(({ task, failed }) => failed && repair.owners.includes(task));
    const likely = own.filter(({ guard }) => !guard);
    const isSplit = !repair.member && repairs.some(({ file, member }) => file === repair.file && member);
    const first = Math.min(...(likely.length > 0 ? likely : own).map(({ task }) => task));
    return own.length > 0 ? [{ repair, rank: [Number(isSplit), Number(likely.length === 0), first] as const }] : [];
  });
  const order = (one: (typeof ranked)[number], other: (typeof ranked)[number]) =>
    one.rank[0] - other.rank[0] || one.rank[1] - other.rank[1] || one.rank[2] - other.rank[2];
  return ranked.sort(order).map(({ repair }) => repair);
}

class Search {
  readonly #consequences = new Map<Failing, Consequence>();
  readonly #broken = new Set<string>();
  readonly #failing: readonly Failing[];
  readonly #attempt: Attempt;
  /** Tasks that are a cause: their checks stay charged. */
  readonly #causes = new Set<number>();
  /** What passes without any repair, once only what failed is asked. */
  #unsteady: ReadonlySet<Failing> | undefined;
  #over = false;
  #trials = 0;

  /** `unsteady`: left out, it is found out before the first trial. */
  constructor(failing: readonly Failing[], attempt: Attempt, unsteady?: ReadonlySet<Failing>) {
    this.#failing = failing;
    this.#attempt = attempt;
    this.#unsteady = unsteady;
  }

  get findings(): Findings {
    if (this.#over)
      return {
        consequences: new Map(),
        settled: false,
        untold: ['your server took too long to try it in other forms'],
      };
    const charged = new Set(this.#charged().map(({ task }) => task));
    const settled = charged.size < 2 || [...charged].every((task) => this.#causes.has(task));
    const parts = [...this.#broken].join(', or of ');
    const untold = settled || parts === '' ? [] : [`with a right version of ${parts} your server does not load`];
    return { consequences: this.#consequences, settled, untold };
  }

  /** Tries these repairs together, if there is anything that they could explain. */
  async try(repairs: readonly Repair[]): Promise<Trial | undefined> {
    const owners = new Set(repairs.flatMap((repair) => repair.owners));
    const charged = this.#charged();
    const own = charged.filter(({ task }) => owners.has(task));
    const hasOwn = (repair: Repair) => own.some(({ task }) => repair.owners.includes(task));
    const asked = charged.filter(({ task }) => !owners.has(task) && !this.#causes.has(task));
    if (!repairs.every(hasOwn) || asked.length === 0 || this.#trials === MAX_TRIALS || this.#over) return undefined;
    this.#unsteady ??= (await this.#tried([], this.#failing)).passed;
    this.#trials += 1;
    const trial = await this.#tried(repairs, [...own, ...asked]);
    const parts = repairs.map(nameOf);
    if (!trial.loads) this.#broken.add(parts.join(' and '));
    const passed = (check: Failing) => trial.passed.has(check) && !this.#unsteady?.has(check);
    const proven = new Set(own.filter(passed).map(({ task }) => task));
    if (!repairs.every((repair) => repair.owners.some((owner) => proven.has(owner)))) return trial;
    const opens = own.some(({ task, open }) => open && proven.has(task));
    const of = [...proven].sort((one, other) => one - other);
    const excused = asked.filter((check) => passed(check) && (!check.open || opens));
    for (const check of excused) this.#consequences.set(check, { of, parts });
    if (excused.length > 0) for (const task of of) this.#causes.add(task);
    return trial;
  }

  async #tried(repairs: readonly Repair[], checks: readonly Failing[]): Promise<Trial> {
    const trial = await this.#attempt(repairs, checks);
    this.#over ||= trial.over === true;
    return trial;
  }

  #charged(): Failing[] {
    return this.#failing.filter((check) => !this.#consequences.has(check));
  }
}

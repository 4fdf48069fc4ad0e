import { nameOf, type Repair } from './repairs.ts';

/** A check that did not pass, before it is known whose fault that is. */
export type Failing = {
  task: number;
  /** Its place among the checks of its task. */
  place: number;
  guard: boolean;
  /** It came to a judgement of its own, so it was not blocked. */
  failed: boolean;
};

/** What came of checks while parts of the submission were the reference's. */
export type Trial = {
  passed: ReadonlySet<Failing>;
  /** Whether the server loads then; and if not, at which file the error is, if that is known. */
  loads: boolean;
  file?: string | undefined;
};

/** Whose fault a check is: with a right version of these parts it passes. */
export type Consequence = { of: number[]; parts: string[] };

export type Findings = {
  consequences: ReadonlyMap<Failing, Consequence>;
  /** Parts with which nothing could be found out: the server does not load with a right version of them. */
  untold: string[];
};

/** Asks checks while these parts are the reference's. */
export type Attempt = (repairs: readonly Repair[], checks: readonly Failing[]) => Promise<Trial>;

/** So many times at most is a submission tried in a repaired form. */
const MAX_TRIALS = 8;

/**
 * Finds the checks that fail only because of another task's work. Parts are repaired one at a time, then two at a time,
 * in the order of the tasks that failed. A check is excused by the first repair that makes it pass, if nothing of its own task is
 * in that repair, and if a check of each repaired part's own tasks stays charged.
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
  const search = new Search(failing, attempt);
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
  readonly #untold = new Set<string>();
  readonly #failing: readonly Failing[];
  readonly #attempt: Attempt;
  /** Tasks that are a cause: their checks stay charged. */
  readonly #causes = new Set<number>();
  #trials = 0;

  constructor(failing: readonly Failing[], attempt: Attempt) {
    this.#failing = failing;
    this.#attempt = attempt;
  }

  get findings(): Findings {
    const charged = new Set(this.#charged().map(({ task }) => task));
    const isOpen = charged.size > 1 && [...charged].some((task) => !this.#causes.has(task));
    return { consequences: this.#consequences, untold: isOpen ? [...this.#untold] : [] };
  }

  /** Tries these repairs together, if there is anything that they could explain. */
  async try(repairs: readonly Repair[]): Promise<Trial | undefined> {
    const owners = new Set(repairs.flatMap((repair) => repair.owners));
    const charged = new Set(this.#charged().map(({ task }) => task));
    const causes = repairs.map((repair) => repair.owners.filter((owner) => charged.has(owner)));
    if (causes.some((own) => own.length === 0)) return undefined;
    const asked = this.#charged().filter(({ task }) => !owners.has(task) && !this.#causes.has(task));
    if (asked.length === 0 || this.#trials === MAX_TRIALS) return undefined;
    this.#trials += 1;
    const trial = await this.#attempt(repairs, asked);
    const parts = repairs.map(nameOf);
    if (!trial.loads) this.#untold.add(parts.join(' and '));
    const of = [...new Set(causes.flat())].sort((one, other) => one - other);
    const passed = asked.filter((check) => trial.passed.has(check));
    for (const check of passed) this.#consequences.set(check, { of, parts });
    if (passed.length > 0) for (const task of of) this.#causes.add(task);
    return trial;
  }

  #charged(): Failing[] {
    return this.#failing.filter((check) => !this.#consequences.has(check));
  }
}

import { describeCall } from './called_names.ts';
import { toData } from './data.ts';
import { decodeResult, encodeArguments, NoDataError, type Request, RequestHandle } from './protocol.ts';
import { shorten } from './shorten.ts';
import type { StepLog } from './step_log.ts';
import { CheckFailure, LearnerFault, type Step } from './verdict.ts';

const MAX_ARGUMENTS = 2000;
/** Of the names that a module exports, so many are told, and so much of each. */
const MAX_NAMES = 5;
const MAX_NAME = 60;

type Evaluation = { modules: string[]; fn: (...values: never[]) => unknown; args: unknown[] };
type EvaluateRequest = Extract<Request, { do: 'evaluate' }>;

/**
 * One `evaluate`: sends the function with its arguments, told by public names, and gives its value as data. It stands in the log of steps with
 * what it gave, or what the learner's code threw.
 */
export async function evaluation(
  { modules, fn, args }: Evaluation,
  { steps, now }: { steps: StepLog; now: number },
  send: (request: EvaluateRequest, what: string) => Promise<string>,
): Promise<unknown> {
  const requests = args.flatMap((value) => (value instanceof RequestHandle ? [value.line] : []));
  const request: EvaluateRequest = { do: 'evaluate', modules, source: String(fn), args: encoded(args) };
  const call: Extract<Step, { what: 'call' }> = {
    what: 'call',
    at: now,
    action: describeCall(request.source),
    ...(requests.length > 0 && { requests }),
    modules,
    args: shorten(request.args, MAX_ARGUMENTS),
  };
  const step = steps.add(call);
  try {
    const value = decode(await send(request, `the check ${call.action}, in ${modules.join(' and ')}`));
    // What is no plain value is a list or an object of the check's own making: it says nothing to others.
    if (typeof value !== 'object' || value === null) step.gave = toData(value);
    return value;
  } catch (error) {
    steps.blame(step);
    if (!(error instanceof LearnerFault)) throw error;
    step.threw = error.failure.error?.message ?? error.failure.reason;
    throw (await missingExport(request, error, send)) ?? error;
  }
}

/**
 * A function of a check takes what it needs out of the learner's modules. Where one does not export it, the error that comes of
 * that says `x is not a constructor`, in a line of ours: this says which name is missing, and which are there.
 */
async function missingExport(
  { modules, source }: EvaluateRequest,
  { failure: { error } }: LearnerFault,
  send: (request: EvaluateRequest, what: string) => Promise<string>,
): Promise<CheckFailure | undefined> {
  const taken = exportsTaken(source);
  if (taken.length !== modules.length || !error?.message.startsWith('TypeError')) return undefined;
  const there = await send(
    { do: 'evaluate', modules, source: String(exportsOf), args: encodeArguments([]) },
    'the check asked what your modules export',
  ).then(decode, () => undefined);
  for (const [index, names] of taken.entries()) {
    const exported: unknown = Array.isArray(there) ? there[index] : undefined;
    if (!Array.isArray(exported)) return undefined;
    const missing = names.find((name) => !exported.includes(name));
    if (missing === undefined) continue;
    const found = exported.map((name) => `\`${shorten(String(name), MAX_NAME)}\``).slice(0, MAX_NAMES);
    const instead = found.length > 0 ? `It exports ${found.join(', ')}.` : 'It exports nothing.';
    const reason = `\`${modules[index]}\` exports no \`${missing}\`. ${instead}`;
    return new CheckFailure({ outcome: 'failed', cause: 'assertion', reason });
  }
  return undefined;
}

/** Runs in the learner's process. */
const exportsOf = (modules: object | object[]) => [modules].flat().map((each) => Object.keys(each));

/** The names that a function takes out of each module: of `([{ auth }, { User: Model }]) => …`, `auth`, and `User`. */
function exportsTaken(source: string): string[][] {
  const [, first = ''] = /^(?:async )?\((\[[^\]]*\]|\{[^}]*\})/.exec(source) ?? [];
  return [...first.matchAll(/\{([^{}]*)\}/g)].map(([, names = '']) =>
    names.split(',').flatMap((each) => /^\w+/.exec(each.trim()) ?? []),
  );
}

/** What a check hands over may be what the learner's code gave before. */
function encoded(args: unknown[]): string {
  try {
    return encodeArguments(args);
  } catch (error) {
    if (!(error instanceof NoDataError)) throw error;
    const reason = `What your code gave holds a ${error.message}, where only plain data belongs.`;
    throw new LearnerFault('protocol error', reason);
  }
}

function decode(text: string): unknown {
  try {
    return decodeResult(text);
  } catch {
    throw new LearnerFault('protocol error', "What came back from the learner's process is no data.");
  }
}

import { describeCall } from './called_names.ts';
import { toData } from './data.ts';
import { decodeResult, encodeArguments, NoDataError, type Request, RequestHandle } from './protocol.ts';
import { shorten } from './shorten.ts';
import type { StepLog } from './step_log.ts';
import { LearnerFault, type Step } from './verdict.ts';

const MAX_ARGUMENTS = 2000;

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
    if (error instanceof LearnerFault) step.threw = error.failure.error?.message ?? error.failure.reason;
    throw error;
  }
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

import type { Report } from '../grading/report.ts';
import { safeJson } from './untrusted.ts';

/** The report as JSON with a line break at its end. */
export function toJson(report: Report): string {
  return `${safeJson(JSON.stringify(report, null, 2))}\n`;
}

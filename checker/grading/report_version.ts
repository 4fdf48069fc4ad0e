/** Raised with every change of the report that a reader could notice. */
export const REPORT_SCHEMA = 3;

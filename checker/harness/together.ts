/**
 * The values of steps that go on at the same time, once all of them have ended: what a check leaves in its report must not
 * depend on which was faster. Throws what the first of the list threw that failed.
 */
export async function together<Steps extends readonly unknown[]>(
  steps: Steps,
): Promise<{ -readonly [Index in keyof Steps]: Awaited<Steps[Index]> }> {
  const ended = await Promise.allSettled(steps);
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  const values = ended.map((step) => (step.status === 'fulfilled' ? step.value : undefined));
  return values as { -readonly [Index in keyof Steps]: Awaited<Steps[Index]> };
}

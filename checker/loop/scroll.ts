/** Where a text of `length` lines begins after a key, when `room` of them are shown. */
export function scrolled(key: string, { top, room, length }: { top: number; room: number; length: number }): number {
  const last = Math.max(0, length - room);
  const steps: Record<string, number> = {
    up: -1,
    down: 1,
    pageup: -room,
    pagedown: room,
    space: room,
    home: -last,
    end: last,
  };
  return Math.min(last, Math.max(0, top + (steps[key] ?? 0)));
}

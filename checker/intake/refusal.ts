import { EXIT, UserError } from '../errors.ts';

/** A submission cannot be taken in. The message is the reason: one sentence for whoever hands it in, or looks at it. */
export class Refusal extends UserError {
  override name = 'Refusal';

  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.usage, options);
  }
}

const LONGEST_SHOWN = 120;

/**
 * A name out of a submission, fit for a sentence: in quotes, shortened, with nothing that could move a terminal's
 * cursor or turn the writing direction.
 */
export function show(name: string): string {
  const plain = name.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  const characters = Array.from(plain);
  if (characters.length <= LONGEST_SHOWN) return `"${plain}"`;
  return `"${characters.slice(0, 60).join('')}…${characters.slice(-55).join('')}"`;
}

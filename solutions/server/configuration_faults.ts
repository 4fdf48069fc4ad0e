/** The environment is set up wrongly. `faults` has one sentence for each mistake, for the person who starts the program. */
export class ConfigurationFaults extends Error {
  override name = 'ConfigurationFaults';
  readonly faults: string[];

  constructor(faults: string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

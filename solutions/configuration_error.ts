/** The environment is set up wrongly. The message is one sentence for the person who starts the program. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

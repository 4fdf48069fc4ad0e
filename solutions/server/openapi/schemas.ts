/** The shapes of what the API sends and takes (JSON Schema 2020-12, as OpenAPI 3.1 has it). */

const dateTime = { type: 'string', format: 'date-time' };
const name = { type: ['string', 'null'] };

export const schemas = {
  User: {
    type: 'object',
    description: 'A user as others may see one: without password and hash.',
    properties: {
      id: { type: 'string', format: 'uuid' },
      email: name,
      first_name: name,
      last_name: name,
      created_at: dateTime,
      updated_at: dateTime,
    },
    required: ['id', 'email', 'first_name', 'last_name', 'created_at', 'updated_at'],
    additionalProperties: false,
  },
  NewUser: {
    type: 'object',
    properties: {
      email: { type: 'string', minLength: 1, description: 'Compared as it is; no two users have the same.' },
      password: { type: 'string', minLength: 1 },
      first_name: name,
      last_name: name,
    },
    required: ['email', 'password'],
  },
  Names: {
    type: 'object',
    description: 'A null, or nothing, leaves a name as it is; the empty string sets it.',
    properties: { first_name: name, last_name: name },
  },
  Credentials: {
    type: 'object',
    properties: { email: { type: 'string', minLength: 1 }, password: { type: 'string', minLength: 1 } },
    required: ['email', 'password'],
  },
  Status: {
    type: 'object',
    properties: { status: { const: 'OK' } },
    required: ['status'],
    additionalProperties: false,
  },
  Stats: {
    type: 'object',
    properties: { users: { type: 'integer', minimum: 0 } },
    required: ['users'],
    additionalProperties: false,
  },
  Nothing: { type: 'object', additionalProperties: false },
  Error: {
    type: 'object',
    properties: { error: { type: 'string' } },
    required: ['error'],
    additionalProperties: false,
  },
};

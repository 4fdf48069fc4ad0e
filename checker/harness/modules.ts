/** Types of the modules that checks look into: those of the finished server, whose names and shapes the contract gives. */
export type Modules = {
  'api/v1/auth/auth.ts': typeof import('../../solutions/api/v1/auth/auth.ts');
  'api/v1/auth/basic_auth.ts': typeof import('../../solutions/api/v1/auth/basic_auth.ts');
  'api/v1/auth/session_auth.ts': typeof import('../../solutions/api/v1/auth/session_auth.ts');
  'api/v1/auth/session_exp_auth.ts': typeof import('../../solutions/api/v1/auth/session_exp_auth.ts');
  'api/v1/auth/session_db_auth.ts': typeof import('../../solutions/api/v1/auth/session_db_auth.ts');
  'api/v1/auth/index.ts': typeof import('../../solutions/api/v1/auth/index.ts');
  'models/base.ts': typeof import('../../solutions/models/base.ts');
  'models/user.ts': typeof import('../../solutions/models/user.ts');
  'models/user_session.ts': typeof import('../../solutions/models/user_session.ts');
};

export type ModulePath = keyof Modules;

export type ModulesOf<Paths extends readonly ModulePath[]> = { [Index in keyof Paths]: Modules[Paths[Index]] };

// The schema, one step a row; a step that has been applied anywhere is never changed.

export const migrations: readonly string[] = [
  `create table cordboard_middleware.users (
     id bigint generated always as identity primary key,
     login text not null unique,
     password_hash text not null,
     is_disabled boolean not null default false,
     created_at timestamptz not null default now()
   );
   create table cordboard_middleware.sessions (
     token_hash text primary key,
     user_id bigint not null references cordboard_middleware.users on delete cascade,
     address text not null,
     created_at timestamptz not null default now(),
     expires_at timestamptz not null
   );
   create index sessions_by_user on cordboard_middleware.sessions (user_id);
   create table cordboard_middleware.events (
     id bigint primary key,
     user_id bigint not null references cordboard_middleware.users on delete cascade,
     message text not null
   );
   create index events_by_user on cordboard_middleware.events (user_id, id);
   create table cordboard_middleware.dropped (
     user_id bigint primary key references cordboard_middleware.users on delete cascade,
     events bigint not null
   );
   create table cordboard_middleware.audit (
     id bigint generated always as identity primary key,
     at timestamptz not null,
     login text,
     address text not null,
     deed text not null,
     outcome text not null,
     detail jsonb not null
   );`,
];

-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- People, their tokens, and who decided what.

create table person (
    id bigint generated always as identity primary key,
    name text not null check (name <> ''),
    email text not null default '',
    role text not null check (role in ('coordinator', 'producer', 'subscriber', 'operator')),
    -- Where the person may act; both empty: everywhere.
    countries text[] not null default '{}',
    portals text[] not null default '{}',
    created_at timestamptz not null,
    disabled_at timestamptz
);
create unique index person_name on person (lower(name));

create table api_token (
    id bigint generated always as identity primary key,
    person bigint not null references person,
    label text not null,
    -- What may be shown of it, and how it is found.
    prefix text not null unique,
    -- SHA-256 of the whole token: its secret is 256 random bits, so that nothing slower is needed.
    hash bytea not null check (length(hash) = 32),
    scopes text[] not null,
    rate_class text not null check (rate_class in ('standard', 'high')),
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz not null,
    -- Written once an hour at most.
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text not null default ''
);
create index api_token_person on api_token (person);

-- Never changed, never deleted by us.
create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    -- "token.created", "run.approved", "takedown.made"...
    action text not null,
    -- "token:12", "run:431", "takedown:3"...
    subject text not null,
    detail jsonb not null default '{}'
);
create index audit_at on audit (at);
create index audit_actor on audit (actor, id desc);

-- Every event that says who decided is in the audit log, by whatever way it came; events are pruned,
-- the log is not.
create function audit_event() returns trigger language plpgsql as $$
begin
    insert into moisson.audit (at, actor, action, subject, detail)
    values (new.at, new.payload ->> 'by', new.kind, new.subject, new.payload - 'by');
    return null;
end
$$;
create trigger event_audit after insert on event for each row
    when (new.payload ? 'by') execute function audit_event();
insert into audit (at, actor, action, subject, detail)
select at, payload ->> 'by', kind, subject, payload - 'by' from event where payload ? 'by' order by id;

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

create or replace function grant_roles() returns void language plpgsql as $$
declare
    name text;
begin
    foreach name in array array['moisson_api', 'moisson_harvest', 'moisson_monitor', 'moisson_notify'] loop
        begin
            if not exists (select from pg_roles where rolname = name) then
                execute format('create role %I nologin', name);
            end if;
        exception
            -- Another migrator was quicker, or we may not: then the owner does everything.
            when duplicate_object or unique_violation or insufficient_privilege then null;
        end;
        if exists (select from pg_roles where rolname = name) then
            execute format('grant usage on schema moisson to %I', name);
            execute format('grant select on all tables in schema moisson to %I', name);
            execute format('alter default privileges in schema moisson grant select on tables to %I', name);
            -- Hashes of tokens are read where tokens are shown, nowhere else. -- new
            if name in ('moisson_harvest', 'moisson_monitor') then -- new
                execute format('revoke select on api_token from %I', name); -- new
            end if; -- new
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'moisson_api') then -- new
        -- When a token was used last; an owner revokes its own. -- new
        grant update (last_used_at, revoked_at, revoked_by) on api_token to moisson_api; -- new
        grant insert on audit to moisson_api; -- new
    end if; -- new
    if exists (select from pg_roles where rolname = 'moisson_harvest') then
        grant insert, update, delete on portal, source, run, run_page, issue, issue_count, dataset, absence,
            distribution, link, agent, remote_id, alias, slug, raw_record, dictionary, dataset_signal,
            dataset_issue, source_issue, unmapped_value, left_out, dataset_history, dictionary_work,
            cluster_key, cluster_dirty, cluster, cluster_member, cluster_pass,
            change, change_floor, event, outbox, host to moisson_harvest;
        -- Ended, never deleted.
        grant insert, update on overlay, takedown to moisson_harvest;
        -- What is mapped again is judged again.
        grant update on assessment to moisson_harvest;
        grant usage on sequence change_number to moisson_harvest;
        grant insert on audit to moisson_harvest; -- new
    end if;
    if exists (select from pg_roles where rolname = 'moisson_monitor') then
        grant insert, update, delete on link, link_memory, link_host, link_outage, dataset_signal, event,
            outbox, host to moisson_monitor;
        grant insert, update, delete on assessment, mass_touch, portal_watch, portal_health, daily_measure
            to moisson_monitor;
        grant update on link_rollup to moisson_monitor;
        grant update on portal to moisson_monitor;
        grant insert on change, cluster_dirty to moisson_monitor;
        grant usage on sequence change_number to moisson_monitor;
        grant insert on audit to moisson_monitor; -- new
    end if;
    if exists (select from pg_roles where rolname = 'moisson_notify') then
        grant update, delete on outbox to moisson_notify;
        grant insert on event, audit to moisson_notify; -- new
    end if;
end
$$;
revoke all on function grant_roles() from public;
select grant_roles();

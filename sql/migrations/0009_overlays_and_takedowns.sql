-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- What operators say of records (overlay), and what is shown no more (takedown). Both survive every
-- harvest because harvests never write them; rows are ended, never deleted: they are the audit.

create table overlay (
    id bigint generated always as identity primary key,
    source bigint not null references source,
    -- Null: every dataset of the source. No foreign key: the dataset may be purged and come back.
    dataset uuid,
    field text not null,
    action text not null check (action in ('replace', 'fill', 'add')),
    value text not null,
    -- Only datasets of which the source says this; empty = all.
    when_field text not null,
    when_value text not null,
    author text not null,
    reason text not null,
    made_at timestamptz not null,
    expires_at timestamptz,
    -- Set when it ceased to apply: withdrawn by somebody, or expired ('moissond').
    ended_at timestamptz,
    ended_by text not null default '',
    end_reason text not null default ''
);
create index overlay_source on overlay (source) where ended_at is null;
create index overlay_expires on overlay (expires_at) where ended_at is null and expires_at is not null;

alter table source
    -- Grows with every change of the overlays of a source: what was made before it is made again.
    add column overlay_revision bigint not null default 0,
    -- The one that all stored records are mapped with; behind while a remap is owed.
    add column overlay_applied bigint not null default 0;

create table takedown (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('dataset', 'organization', 'distribution')),
    -- Id of the dataset, of the agent, or of the distribution.
    subject uuid not null,
    -- What readers look it up by: the agent, else the dataset, also of a distribution.
    scope uuid not null,
    portal bigint not null references portal,
    -- How it was called then.
    label text not null,
    ground text not null check (ground in ('request', 'law')),
    reason text not null,
    author text not null,
    at timestamptz not null,
    -- Of a dataset that came to another organization while its own was taken down: that takedown,
    -- with which this one is lifted.
    organization bigint references takedown,
    lifted_at timestamptz,
    lifted_by text not null default '',
    lift_reason text not null default ''
);
create unique index takedown_subject on takedown (subject) where lifted_at is null;
create index takedown_scope on takedown (scope) where lifted_at is null;

alter table change drop constraint change_cause_check;
alter table change add constraint change_cause_check
    check (cause in ('created', 'updated', 'remapped', 'missing', 'archived', 'revived', 'purged',
                     'renamed', 'signal', 'clustered', 'taken_down', 'restored'));

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
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'moisson_harvest') then
        grant insert, update, delete on portal, source, run, run_page, issue, issue_count, dataset, absence,
            distribution, link, agent, remote_id, alias, slug, raw_record, dictionary, dataset_signal,
            dataset_issue, source_issue, left_out, dataset_history, dictionary_work,
            cluster_key, cluster_dirty, cluster, cluster_member, cluster_pass,
            change, change_floor, event, outbox, host to moisson_harvest;
        -- Ended, never deleted.
        grant insert, update on overlay, takedown to moisson_harvest;
        grant usage on sequence change_number to moisson_harvest;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_monitor') then
        grant insert, update, delete on link, dataset_signal, event, outbox, host to moisson_monitor;
        grant update on portal to moisson_monitor;
        grant insert on change to moisson_monitor;
        grant usage on sequence change_number to moisson_monitor;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_notify') then
        grant update, delete on outbox to moisson_notify;
        grant insert on event to moisson_notify;
    end if;
end
$$;
revoke all on function grant_roles() from public;
select grant_roles();

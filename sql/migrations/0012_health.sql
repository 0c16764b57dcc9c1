-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Freshness and quality of datasets, health of portals.

alter table dataset_signal
    -- '', declared, estimated or not_due: what the three dates stand on.
    add column basis text not null default '',
    -- '', resource, dataset, publication or mass_touched: which date was counted from.
    add column evidence text not null default '',
    add column counted_from timestamptz;

-- Which run of each source its datasets were judged after.
create table assessment (
    source bigint primary key,
    run bigint,
    version text not null,
    -- The last dataset of a walk that goes on.
    after uuid,
    finished_at timestamptz
);
-- Hours since 1970 that more than a fifth of a source gives as its date.
create table mass_touch (
    source bigint not null,
    hour bigint not null,
    primary key (source, hour)
);
-- A walk over the datasets of a source.
create index dataset_walk on dataset (source, id);

-- How the probes of a portal stand (daemon/monitor/portal_health.hpp).
create table portal_watch (
    portal bigint primary key,
    next_at timestamptz not null,
    -- The last probe that proved something, and how long what it says holds without another one.
    probed_at timestamptz,
    watched_until timestamptz,
    -- Of the last 20 probes, oldest first: 0 good, 1 degraded, 2 unreachable.
    recent text not null default '',
    level smallint not null default 0,
    level_since timestamptz,
    -- When it went or came back in the last day.
    transitions text[] not null default '{}',
    certificate_expires timestamptz,
    -- Newest date of a dataset, mass-touched ones left out.
    newest_change timestamptz
);
-- One row for each stretch of one state; the open one has no end.
create table portal_health (
    portal bigint not null,
    since timestamptz not null,
    until timestamptz,
    state text not null,
    reasons text[] not null,
    primary key (portal, since)
);
-- One row a day; datasets are counted as they were then, and never again.
create table daily_measure (
    day date not null,
    scope text not null check (scope in ('all', 'country', 'portal', 'publisher')),
    -- Country code, portal key or publisher id; empty for all.
    subject text not null,
    datasets bigint not null,
    a_jour bigint not null,
    attendue bigint not null,
    en_retard bigint not null,
    tres_en_retard bigint not null,
    sans_objet bigint not null,
    inconnue bigint not null,
    quality_sum bigint not null,
    scored bigint not null,
    primary key (scope, subject, day)
);

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
            dataset_issue, source_issue, unmapped_value, left_out, dataset_history, dictionary_work,
            cluster_key, cluster_dirty, cluster, cluster_member, cluster_pass,
            change, change_floor, event, outbox, host to moisson_harvest;
        -- Ended, never deleted.
        grant insert, update on overlay, takedown to moisson_harvest;
        grant usage on sequence change_number to moisson_harvest;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_monitor') then
        grant insert, update, delete on link, dataset_signal, event, outbox, host to moisson_monitor;
        grant insert, update, delete on assessment, mass_touch, portal_watch, portal_health, daily_measure
            to moisson_monitor;
        grant update on portal to moisson_monitor;
        grant insert on change, cluster_dirty to moisson_monitor;
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

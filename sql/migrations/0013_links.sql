-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- The link checker: what was concluded about each distinct URL, what is remembered for the next
-- conclusion, and what is known of hosts. The rules are in daemon/monitor, the memories are theirs.

alter table link
    add column since timestamptz,
    -- What it counts as in its datasets; empty: nothing was concluded yet.
    add column standing text not null default ''
        check (standing in ('', 'ok', 'broken', 'unverifiable')),
    add column code text not null default '',
    add column checked_at timestamptz,
    -- Null: never looked at.
    add column due_at timestamptz,
    -- When it was last seen to fail; null once it works again. A guard may hold the conclusion back.
    add column failed_at timestamptz,
    -- Where it moved for good.
    add column redirect_to text not null default '';
alter table link add constraint link_state_check check (state in
    ('UNKNOWN', 'OK', 'DEGRADED', 'SUSPECT', 'BROKEN', 'RECOVERING', 'RESTRICTED', 'SKIPPED'));
create index link_due on link (host, due_at nulls first);
create index link_new on link (host) where due_at is null;
-- From a link to the datasets that offer it.
create index distribution_link on distribution (link) where link is not null;

-- Beside the narrow rows that are claimed: counters and the last probes.
create table link_memory (
    link uuid primary key,
    memory json not null,
    probes json not null
);
alter table link_memory alter column memory set compression lz4;
alter table link_memory alter column probes set compression lz4;

-- Links are claimed by host (decision 11); what holds for all links of a host is one row.
create table link_host (
    host text primary key,
    -- '', HOST_DOWN, HOST_BLOCKED, HOST_MOVED
    state text not null default '' check (state in ('', 'HOST_DOWN', 'HOST_BLOCKED', 'HOST_MOVED')),
    since timestamptz,
    due_at timestamptz not null,
    -- A pause that it asked for or that its state asks for; new links do not end it.
    not_before timestamptz,
    holder text not null default '',
    held_until timestamptz,
    memory json not null default '{}'
) with (fillfactor = 70);
create index link_host_due on link_host (due_at);

-- When a link was BROKEN, for uptimes and histories (decision 19).
create table link_outage (
    link uuid not null,
    began timestamptz not null,
    ended timestamptz,
    cause text not null,
    primary key (link, began)
);

-- The last change whose dataset was rolled up again.
create table link_rollup (
    only_row boolean primary key default true check (only_row),
    after bigint not null
);
insert into link_rollup (after) select coalesce(max(number), 0) from change;

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
        -- What is mapped again is judged again.
        grant update on assessment to moisson_harvest;
        grant usage on sequence change_number to moisson_harvest;
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
    end if;
    if exists (select from pg_roles where rolname = 'moisson_notify') then
        grant update, delete on outbox to moisson_notify;
        grant insert on event to moisson_notify;
    end if;
end
$$;
revoke all on function grant_roles() from public;
select grant_roles();

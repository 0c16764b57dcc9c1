-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- The same dataset on several portals (decision 8): what records may have in common, the clusters
-- that follow from it, and what is to be looked at again.

-- Written with the record. kind: see KeyKind in daemon/model/cluster.hpp.
create table cluster_key (
    hash uuid not null,
    dataset uuid not null,
    kind smallint not null,
    primary key (hash, dataset)
);
create index cluster_key_dataset on cluster_key (dataset);

-- Datasets whose cluster may have changed. No key but its own: a row that somebody looks at just now
-- does not hide one that is written meanwhile.
create table cluster_dirty (
    id bigint generated always as identity primary key,
    dataset uuid not null
);

-- The id follows from the lowest member's: the same members, the same cluster, on every machine.
create table cluster (
    id uuid primary key,
    -- The member closest to the producer, and why.
    canonical uuid not null,
    reason text not null
);

create table cluster_member (
    dataset uuid primary key,
    cluster uuid not null,
    -- What it shares with other members, strongest first.
    evidence text[] not null,
    -- The member it was taken from, by its own word.
    origin uuid
);
create index cluster_member_cluster on cluster_member (cluster);
-- dataset_signal.cluster was never written; this table says more. The next release drops it.

-- How far the walk over all datasets is; finished_at is null while it goes on.
create table cluster_pass (
    only_row boolean primary key default true check (only_row),
    after uuid not null,
    -- Of the rules that made the keys.
    version integer not null,
    finished_at timestamptz
);
insert into cluster_pass (after, version) values ('00000000-0000-0000-0000-000000000000', 0);

alter table change drop constraint change_cause_check;
alter table change add constraint change_cause_check
    check (cause in ('created', 'updated', 'remapped', 'missing', 'archived', 'revived', 'purged',
                     'renamed', 'signal', 'clustered'));

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

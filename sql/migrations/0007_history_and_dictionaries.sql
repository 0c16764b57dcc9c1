-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- What changed in each dataset, kept longer than what followers need; dictionaries for raw records;
-- an age for what was left out, so that it can be forgotten.

-- No row says that a dataset was created: dataset.first_seen does. `n` counts the changes of one
-- dataset from 1; changes: daemon/store/history_codec.hpp, null for a change of state alone.
create table dataset_history (
    dataset uuid not null,
    n integer not null,
    at timestamptz not null,
    run bigint,
    cause text not null,
    changes json compression lz4,
    primary key (dataset, n)
);
create index dataset_history_at on dataset_history (at);

-- The newest trial of a connector's dictionary, and how far its raw records are rewritten with it:
-- up to this dataset, null when they are done.
create table dictionary_work (
    connector text primary key,
    tried_at timestamptz not null,
    -- Records of the connector at that time, those that it was measured on, and their bytes.
    records bigint not null,
    measured bigint not null,
    bytes_before bigint not null,
    bytes_after bigint not null,
    dictionary integer references dictionary,
    rewritten_to uuid
);

alter table left_out add column noted_at timestamptz not null default moisson.now();
create index left_out_noted on left_out (noted_at);

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
            dataset_issue, source_issue, left_out,
            dataset_history, dictionary_work, change, change_floor, event, outbox, host to moisson_harvest;
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

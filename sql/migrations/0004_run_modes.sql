-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Run modes: how a run was chosen to be, what says that a catalogue did not change, and what an
-- inventory needs to fetch only what did.

-- 'auto': chosen when the run begins.
alter table run drop constraint run_mode_check;
alter table run add constraint run_mode_check
    check (mode in ('auto', 'probe', 'inventory', 'delta', 'full'));
alter table run add column mode_reason text not null default '';
-- What the portal said of its catalogue when the run began; empty when it cannot say.
alter table run add column mark text not null default '';
-- How records were mapped; null before the mode is chosen.
alter table run add column mapping_version bytea;

-- What the source's inventory says of the version that is stored; empty when it is not known.
alter table remote_id add column stamp text not null default '';

-- Of an inventory page: records whose bodies are to be fetched, with the stamps of the list.
alter table run_page add column wanted text[] not null default '{}';
alter table run_page add column wanted_stamps text[] not null default '{}';

-- Records that gave no dataset (not public, not one), so that an inventory does not fetch them
-- again until they change.
create table left_out (
    source bigint not null,
    remote_id text not null,
    stamp text not null,
    mapping_version bytea not null,
    primary key (source, remote_id)
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
            dataset_issue, source_issue, left_out, change, change_floor, event, outbox, host to moisson_harvest;
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

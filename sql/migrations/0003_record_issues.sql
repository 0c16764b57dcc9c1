-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- What is wrong with a record stays with the record until it is mapped again: a run that changes
-- nothing reports nothing, and the page of the portal still says what is wrong now.

-- `codes` and the array `issues` run in parallel; no row for a record without issues.
create table dataset_issue (
    dataset uuid primary key,
    source bigint not null,
    codes text[] not null,
    issues json compression lz4 not null
);
create index dataset_issue_source on dataset_issue (source);

-- Sums over the active records of a source, written when a run ends or a remap is done.
-- samples: [[remote_id, remote_url, issue]...], at most 5.
create table source_issue (
    source bigint not null,
    code text not null,
    total bigint not null,
    samples json not null,
    primary key (source, code)
);

-- How many of `total` are in dataset_issue as well.
alter table issue_count add column on_record bigint not null default 0;

-- Records that the source itself calls deleted: archived at once (decision 3).
alter table run_page add column deleted uuid[] not null default '{}';

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
            dataset_issue, source_issue, change, change_floor, event, outbox, host to moisson_harvest;
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

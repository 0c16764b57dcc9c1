-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Searches that found nothing, counted per day by their normalised words, without addresses
-- (decision 26). `askers` is an estimate made in the memory of each process, which forgets who
-- asked at midnight; processes add theirs up.

create table fruitless_search (
    day date not null,
    words text not null check (length(words) between 1 and 200),
    searches bigint not null check (searches > 0),
    askers bigint not null check (askers >= 0),
    primary key (day, words)
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
    -- new
    if exists (select from pg_roles where rolname = 'moisson_api') then
        grant insert, update, delete on fruitless_search to moisson_api;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_notify') then
        grant update, delete on outbox to moisson_notify;
        grant insert on event to moisson_notify;
    end if;
end
$$;
revoke all on function grant_roles() from public;
select grant_roles();

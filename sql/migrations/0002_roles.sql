-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Least privilege: group roles without login, given to the login roles of the daemons.
-- grant_roles() can be called again by the owner after an administrator created the roles by hand.
create function grant_roles() returns void language plpgsql as $$
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

-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- The report of a run and of a source: what the network said, which values no vocabulary knows and
-- since when, and the ways to the rows that the counts are checked against.

alter table run
    -- Answers "304 Not Modified" among the requests.
    add column not_modified bigint not null default 0,
    -- The earliest end of validity among the certificates met; null without TLS.
    add column certificate_expires timestamptz;

-- Values of active records that no vocabulary knows. One row for each time that a value was there,
-- from the end of the run (or remap) that brought it to that of the one that took it away.
create table unmapped_value (
    source bigint not null,
    code text not null,
    value text not null,
    -- Records that carry it; of a value that is gone, the last number.
    total bigint not null,
    since timestamptz not null,
    until timestamptz,
    primary key (source, code, value, since)
);
create index unmapped_value_gone on unmapped_value (until) where until is not null;
-- Runs write them when they change something: until then, the reports would say that there are
-- none. Nobody knows since when these are there.
insert into unmapped_value (source, code, value, total, since)
select v.source, v.code, v.value, v.total, moisson.now()
from (
    select l.*, row_number() over (partition by l.source, l.code order by l.total desc, l.value) as rank
    from (
        select i.source, c.code, count(*) as total,
            coalesce(left(i.issues -> (c.position - 1)::integer ->> 'detail', 300), '') as value
        from dataset_issue i join dataset d on d.id = i.dataset and d.state = 'active'
        cross join unnest(i.codes) with ordinality c (code, position)
        where starts_with(c.code, 'UNMAPPED_')
          and not exists (select from takedown t where t.lifted_at is null and t.kind <> 'distribution'
                          and t.scope in (d.id, d.publisher))
        group by i.source, c.code, value) l
    where l.value <> '') v
where v.rank <= 1000;

-- Changes come in the order of time: a few pages say where those of a run are.
create index change_at on change using brin (at) with (pages_per_range = 32);
-- A walk over the issues of a source, record by record.
create index dataset_issue_walk on dataset_issue (source, dataset);
drop index dataset_issue_source;

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

-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- What alerts, messages and webhooks still lacked (ADR 0058).

-- It came back within a day of its end: from then on its end has to hold as long as it was last true.
alter table alert add column reopened integer not null default 0;
create index alert_closed on alert (closed_at) where closed_at is not null;

-- Datasets without any file as of their last judgement. `since` is empty when none was ever seen:
-- what a record never had is no news.
create table dataset_empty (
    dataset uuid primary key,
    since timestamptz
);
insert into dataset_empty (dataset)
select d.id from dataset d
where d.state in ('active', 'missing')
  and not exists (select from distribution t where t.dataset = d.id
                  and lower(coalesce(t.metadata ->> 'kind', '')) <> 'documentation');

-- Kept for a year as what was written to an address of metadata, and whether it arrived. The
-- address itself is in the message only.
create table invitation (
    id bigint generated always as identity primary key,
    -- SHA-256 of the address.
    address bytea not null,
    organization uuid not null,
    -- Key of the portal.
    portal text not null,
    -- Who let it go, and why.
    released_by text not null,
    reason text not null,
    released_at timestamptz not null,
    message bigint,
    bounced_at timestamptz
);
create index invitation_address on invitation (address, released_at);
create index notice_alert on notice (alert);

alter table message drop constraint message_kind_check;
alter table message add constraint message_kind_check
    check (kind in ('confirmation', 'immediate', 'digest', 'invitation', 'notice'));
create index message_sent on message (sent_at) where sent_at is not null;
create index message_created on message (created_at);

-- Grows with each claim: a lease is prolonged while its worker lives, so its end names it no more.
alter table link_host add column claim bigint not null default 0;

-- Where to write when it ended; empty: nobody.
alter table webhook_endpoint add column owner text not null default '';

-- Contacts that cannot be reached, without their addresses: the alert engine may not read those.
-- A hard bounce, for as long as it disables, or three soft ones in 14 days, until something arrives
-- again (S7.2). Who only said of themselves that they publish is no contact of anybody.
create view bouncing_contact as
select c.scope, c.value, count(*) as contacts, min(c.since) as since
from (
    select s.scope, s.value, min(b.at) as since
    from subscription s
    join subscriber r on r.id = s.subscriber
    left join bounce b on b.subscriber = r.id and not b.forgiven
    where s.state = 'active' and s.audience <> 'subscriber' and s.scope <> 'all' and s.granted_by <> ''
    group by s.id, s.scope, s.value, r.disabled
    having r.disabled = 'bounce'
        or count(*) filter (where b.kind = 'soft' and b.at > moisson.now() - interval '14 days') >= 3
    union all
    select 'organization', i.organization::text, i.bounced_at
    from invitation i
    where i.bounced_at is not null
      and i.released_at > moisson.now() - interval '1 year') c
group by c.scope, c.value;

-- Those of them whose mail arrives again: a message left us after their last bounce, lately.
create view reached_contact as
select s.scope, s.value, m.sent_at as at
from message m
join subscriber r on r.id = m.subscriber
join subscription s on s.subscriber = r.id
join bounce b on b.subscriber = r.id
where m.sent_at > moisson.now() - interval '1 day' and r.disabled = '' and s.state = 'active'
    and s.audience <> 'subscriber' and s.scope <> 'all' and s.granted_by <> ''
group by s.scope, s.value, m.id, m.sent_at
having max(b.at) < m.sent_at;

-- What was thought of a dataset, from `since` until the next row (decision 19). Dates that move while
-- it is up to date move in their row: they are no other verdict.
create table verdict (
    dataset uuid not null,
    since timestamptz not null,
    quality smallint,
    links text not null,
    basis text not null,
    expected_at timestamptz,
    late_at timestamptz,
    very_late_at timestamptz,
    primary key (dataset, since)
);
-- Whoever judges writes it, without knowing of it.
create function note_verdict() returns trigger
language plpgsql security definer set search_path = moisson, pg_catalog, pg_temp as $$
declare
    latest timestamptz := (select max(v.since) from verdict v where v.dataset = new.dataset);
begin
    if tg_op = 'UPDATE' then
        -- Up to date before and after, by other dates: the same interval goes on.
        if (old.quality, old.links, old.basis) is not distinct from (new.quality, new.links, new.basis)
           and old.expected_at > moisson.now() and new.expected_at > moisson.now() then
            update verdict v set expected_at = new.expected_at, late_at = new.late_at,
                very_late_at = new.very_late_at
            where v.dataset = new.dataset and v.since = latest;
            if found then
                return null;
            end if;
        end if;
    end if;
    -- Who began before the last one and commits after it is the last word all the same.
    insert into verdict (dataset, since, quality, links, basis, expected_at, late_at, very_late_at)
    values (new.dataset, greatest(moisson.now(), latest), new.quality, new.links, new.basis,
            new.expected_at, new.late_at, new.very_late_at)
    on conflict (dataset, since) do update set quality = excluded.quality, links = excluded.links,
        basis = excluded.basis, expected_at = excluded.expected_at, late_at = excluded.late_at,
        very_late_at = excluded.very_late_at;
    return null;
end
$$;
revoke all on function note_verdict() from public;
create trigger verdict_first after insert on dataset_signal for each row
when (new.quality is not null or new.links <> '' or new.basis <> '')
execute function note_verdict();
create trigger verdict_changed
after update of quality, links, basis, expected_at, late_at, very_late_at on dataset_signal for each row
when ((old.quality, old.links, old.basis, old.expected_at, old.late_at, old.very_late_at)
      is distinct from
      (new.quality, new.links, new.basis, new.expected_at, new.late_at, new.very_late_at))
execute function note_verdict();
-- After the triggers, whose locks keep everybody out: nothing is judged between the two unnoticed.
insert into verdict (dataset, since, quality, links, basis, expected_at, late_at, very_late_at)
select dataset, moisson.now(), quality, links, basis, expected_at, late_at, very_late_at
from dataset_signal where quality is not null or links <> '' or basis <> '';

-- When a producer last said that a dataset is up to date, without who said it.
create view dataset_confirmation as
select f.dataset, max(f.at) as at from feedback f
where f.kind = 'up_to_date' and f.dataset is not null group by f.dataset;

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
            -- Who talks to strangers knows nobody's address, no key and no hash of one.
            if name in ('moisson_harvest', 'moisson_monitor') then
                execute format('revoke select on api_token, subscriber, subscription, opt_in_request, suppression,
                    message, notice, bounce, feedback, notify_key, webhook_endpoint, webhook_delivery, delivery_log,
                    invitation from %I', name); -- new: invitation
            end if;
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'moisson_api') then
        -- When a token was used last; an owner revokes its own.
        grant update (last_used_at, revoked_at, revoked_by) on api_token to moisson_api;
        grant insert on audit to moisson_api;
        -- What people with a token do to alerts.
        grant update (acked_by, acked_at, snoozed_until, held, muted, reason) on alert to moisson_api;
        grant update (approved_at) on alert_portal to moisson_api;
        grant insert on alert_event to moisson_api;
        grant insert, update on silence to moisson_api;
        -- The forms of the site.
        grant insert, update, delete on subscriber, subscription, opt_in_request, notice to moisson_api;
        grant insert on suppression, message, feedback, event, notify_key to moisson_api;
        grant update, delete on message, bounce, feedback to moisson_api;
        grant update on delivery_log to moisson_api;
        grant insert, update, delete on fruitless_search to moisson_api;
        -- new: a coordinator lets an invitation go.
        grant insert, update on invitation to moisson_api;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_harvest') then
        grant insert, update, delete on portal, source, run, run_page, issue, issue_count, dataset, absence,
            distribution, link, agent, remote_id, alias, slug, raw_record, dictionary, dataset_signal,
            dataset_issue, source_issue, unmapped_value, left_out, dataset_history, dictionary_work,
            cluster_key, cluster_dirty, cluster, cluster_member, cluster_pass,
            change, change_floor, event, outbox, host to moisson_harvest;
        -- Ended, never deleted.
        grant insert, update on overlay, takedown to moisson_harvest;
        grant insert on audit to moisson_harvest;
        -- What is mapped again is judged again.
        grant update on assessment to moisson_harvest;
        -- new: purged with its dataset.
        grant delete on dataset_empty, verdict to moisson_harvest;
        grant usage on sequence change_number to moisson_harvest;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_monitor') then
        grant insert, update, delete on link, link_memory, link_host, link_outage, dataset_signal, event,
            outbox, host to moisson_monitor;
        grant insert, update, delete on alert, alert_event, alert_portal, silence to moisson_monitor;
        grant insert on audit to moisson_monitor;
        -- new: dataset_empty
        grant insert, update, delete on dataset_empty, assessment, mass_touch, portal_watch, portal_health, daily_measure
            to moisson_monitor;
        grant update on link_rollup to moisson_monitor;
        grant update on portal to moisson_monitor;
        grant insert on change, cluster_dirty to moisson_monitor;
        grant usage on sequence change_number to moisson_monitor;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_notify') then
        grant update, delete on outbox to moisson_notify;
        grant insert on event, audit to moisson_notify;
        grant insert, update, delete on subscriber, subscription, opt_in_request, suppression, message,
            notice, bounce, feedback, notify_cursor, webhook_endpoint, webhook_delivery, delivery_log, host
            to moisson_notify;
        grant insert on notify_key to moisson_notify;
        -- new: what came back, and what is too old.
        grant insert, update, delete on invitation to moisson_notify;
        -- What is too old to be told of.
        grant delete on alert, alert_event to moisson_notify;
    end if;
end
$$;
revoke all on function grant_roles() from public;
select grant_roles();

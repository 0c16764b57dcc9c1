-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- What serves strangers reads no secret of a webhook. grant_roles() as in 0020 but for that.

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
                    invitation from %I', name);
            end if;
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'moisson_api') then
        -- Nothing of the site is about webhooks: their secrets, and what is sent to whom, are for
        -- whoever sends them.
        revoke select on webhook_endpoint, webhook_delivery from moisson_api;
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
        -- A coordinator lets an invitation go.
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
        -- Purged with its dataset.
        grant delete on dataset_empty, verdict to moisson_harvest;
        grant usage on sequence change_number to moisson_harvest;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_monitor') then
        grant insert, update, delete on link, link_memory, link_host, link_outage, dataset_signal, event,
            outbox, host to moisson_monitor;
        grant insert, update, delete on alert, alert_event, alert_portal, silence to moisson_monitor;
        grant insert on audit to moisson_monitor;
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
        -- What came back, and what is too old.
        grant insert, update, delete on invitation to moisson_notify;
        -- What is too old to be told of.
        grant delete on alert, alert_event to moisson_notify;
    end if;
end
$$;
revoke all on function grant_roles() from public;
select grant_roles();

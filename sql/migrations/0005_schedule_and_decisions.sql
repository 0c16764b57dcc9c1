-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- When the next run of a source is due is computed by the engine (cron, time zone, windows, back-off)
-- and kept here; a held run ends by a decision; archived records are purged.

alter table source
    -- Due time of the next planned run and what it does; null = to be computed again.
    add column next_at timestamptz,
    add column next_mode text not null default 'auto' check (next_mode in ('probe', 'auto')),
    -- The rule that gave next_at: another rule, another time.
    add column schedule text not null default '',
    -- End of the maintenance window that is open now.
    add column paused_until timestamptz,
    -- Failed runs in a row.
    add column failures integer not null default 0,
    add column failing_since timestamptz,
    add column failed_at timestamptz,
    -- Probed now and then only, until it answers again.
    add column suspended_at timestamptz,
    add column suspended_reason text not null default '';
-- The jitter is a function of the key now; programs before this one still write it.
alter table source alter column jitter set default '0';

alter table run
    -- Digest of the ids that a held run saw.
    add column id_set bytea,
    add column decision text check (decision in ('approved', 'refused', 'superseded')),
    add column decided_at timestamptz,
    add column decided_by text not null default '',
    add column decision_reason text not null default '';
-- Datasets that the pages of a run named: seen, or listed by an inventory that wanted their bodies.
create function named_ids(run bigint) returns setof uuid language sql stable as $$
    select unnest(p.seen) from moisson.run_page p where p.run = $1
    union
    select r.dataset from moisson.run_page p cross join unnest(p.wanted) named (id)
    join moisson.remote_id r on r.source = (select source from moisson.run where id = $1)
                             and r.remote_id = named.id
    where p.run = $1
$$;
-- Their digest.
create function id_set(run bigint) returns bytea language sql stable as $$
    select sha256(convert_to(coalesce(string_agg(named.id::text, ' ' order by named.id), ''), 'UTF8'))
    from moisson.named_ids($1) named (id)
$$;
create index run_held on run (source) where state = 'held' and decision is null;

alter table change drop constraint change_cause_check;
alter table change add constraint change_cause_check
    check (cause in ('created', 'updated', 'remapped', 'missing', 'archived', 'revived', 'purged',
                     'signal'));
-- Purging walks over what has been archived for longest.
create index absence_archived on absence (archived_at) where archived_at is not null;
create index slug_purged on slug (dataset) where purged_at is not null;
create index event_at on event (at);

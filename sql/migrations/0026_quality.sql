-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- What a score is made of is stored beside it. The program fills it in as it judges.

alter table dataset_signal
    -- Where links are 'partial': how many work, of those that proved something.
    add column links_ok integer,
    add column links_proved integer,
    -- Files whose first bytes may be what is declared, of those that were looked at.
    add column formats_right integer,
    add column formats_seen integer,
    -- Our messages to whoever publishes it come back.
    add column contact_bounces boolean not null default false,
    -- Of 405, scaled to what could be judged; null when not scored.
    add column mqa smallint,
    -- Of the rules that gave both scores.
    add column score_version smallint;

alter table verdict
    add column mqa smallint,
    add column score_version smallint;
alter table daily_measure
    add column mqa_sum bigint not null default 0,
    add column mqa_scored bigint not null default 0;
-- Those of whom nobody is reached: one dead mailbox of several leaves the others (S5.4).
create view unreached_contact as
select c.scope, c.value
from bouncing_contact c
where c.scope in ('dataset', 'organization')
  and not exists (
    select 1
    from subscription s
    join subscriber r on r.id = s.subscriber
    left join bounce b on b.subscriber = r.id and not b.forgiven
    where s.scope = c.scope and s.value = c.value and s.state = 'active'
      and s.audience <> 'subscriber' and s.granted_by <> '' and r.disabled = ''
    group by s.id
    having count(*) filter (where b.kind = 'soft' and b.at > moisson.now() - interval '14 days') < 3)
  and not exists (
    select 1
    from invitation i
    join message m on m.id = i.message
    where c.scope = 'organization' and i.organization::text = c.value and i.bounced_at is null
      and i.released_at > moisson.now() - interval '1 year' and m.sent_at is not null);

-- How scores spread and what costs most: of the walk that goes on, of the last one that ended
-- (daemon/store/quality_tally.hpp).
alter table assessment
    add column tally json,
    add column tallied json;

-- As in 0020, with the second score. Another version that says the same is no other verdict.
create or replace function note_verdict() returns trigger
language plpgsql security definer set search_path = moisson, pg_catalog, pg_temp as $$
declare
    latest timestamptz := (select max(v.since) from verdict v where v.dataset = new.dataset);
begin
    if tg_op = 'UPDATE' then
        -- Up to date before and after, by other dates: the same interval goes on.
        if (old.quality, old.mqa, old.links, old.basis)
           is not distinct from (new.quality, new.mqa, new.links, new.basis)
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
    insert into verdict (dataset, since, quality, links, basis, expected_at, late_at, very_late_at,
        mqa, score_version)
    values (new.dataset, greatest(moisson.now(), latest), new.quality, new.links, new.basis,
            new.expected_at, new.late_at, new.very_late_at, new.mqa, new.score_version)
    on conflict (dataset, since) do update set quality = excluded.quality, links = excluded.links,
        basis = excluded.basis, expected_at = excluded.expected_at, late_at = excluded.late_at,
        very_late_at = excluded.very_late_at, mqa = excluded.mqa,
        score_version = excluded.score_version;
    return null;
end
$$;
revoke all on function note_verdict() from public;
drop trigger verdict_changed on dataset_signal;
create trigger verdict_changed
after update of quality, links, basis, expected_at, late_at, very_late_at, mqa on dataset_signal
for each row
when ((old.quality, old.links, old.basis, old.expected_at, old.late_at, old.very_late_at, old.mqa)
      is distinct from
      (new.quality, new.links, new.basis, new.expected_at, new.late_at, new.very_late_at, new.mqa))
execute function note_verdict();

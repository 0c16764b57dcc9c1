// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The set-based statements that turn staged rows into rows: the only place that writes datasets and
// what hangs on them. All run prepared, inside the transaction of a page. The benchmark runs the
// same texts through psql to measure the floor.
#pragma once

namespace moisson::store::merge {

// Once per session. Rows are as wide as a page takes, and raw records stand apart: what goes
// through a TOAST table is written and read through an index of its own, for the length of a
// transaction.
inline constexpr const char* staging_tables = R"sql(
create temp table if not exists stage_record (
    id uuid, remote_id text, stem text, source_digest bytea, mapping_version bytea, publisher uuid,
    creator uuid, issued timestamptz, modified timestamptz, title text, licence text,
    access_right text, frequency text, themes text[], countries text[], languages text[],
    metadata json, aliases text[], issue_codes text[], issues json, stamp text,
    key_kinds bigint[], key_hashes uuid[]) with (toast_tuple_target = 8160) on commit delete rows;
alter table stage_record alter metadata set compression lz4, alter issues set compression lz4;
create temp table if not exists stage_raw (id uuid, raw bytea) on commit delete rows;
alter table stage_raw alter raw set storage external;
create temp table if not exists stage_distribution (
    dataset uuid, position smallint, id uuid, link uuid, url text, host text, format text,
    format_family text, media_type text, byte_size bigint, metadata json) on commit delete rows;
create temp table if not exists stage_agent (
    id uuid, key text, name json, slug text, email text, url text) on commit delete rows;
create temp table if not exists stage_verdict (dataset uuid, cause text) on commit delete rows;
create temp table if not exists stage_gone (dataset uuid) on commit delete rows;
create temp table if not exists stage_history (dataset uuid, changes json) on commit delete rows;
)sql";

// Columns as in the tables above; one page each.
inline constexpr const char* copy_records = "copy stage_record from stdin (format binary)";
inline constexpr const char* copy_raw = "copy stage_raw from stdin (format binary)";
inline constexpr const char* copy_distributions =
    "copy stage_distribution from stdin (format binary)";
inline constexpr const char* copy_agents = "copy stage_agent from stdin (format binary)";
inline constexpr const char* copy_history = "copy stage_history from stdin (format binary)";

// $1 true = remap: neither revives nor creates, and leaves alone what newer content or another id
// has overtaken. Leaves out what is unchanged; answers with what was there before. OFFSET 0 keeps
// the look-up by key: a plan cached while `dataset` was small would read all of it for every page.
inline constexpr const char* classify = R"sql(
with verdict as (
insert into stage_verdict (dataset, cause)
select s.id, case when d.id is null then 'created' when $1 then 'remapped'
                  when d.state <> 'active' then 'revived'
                  when d.source_digest <> s.source_digest then 'updated' else 'remapped' end
from stage_record s
left join lateral (select t.id, t.state, t.source_digest, t.mapping_version, t.remote_id
                   from dataset t where t.id = s.id offset 0) d on true
where case when $1
    then d.mapping_version <> s.mapping_version and d.source_digest = s.source_digest
         and d.remote_id = s.remote_id
    else d.id is null or d.state <> 'active' or d.source_digest <> s.source_digest
         or d.mapping_version <> s.mapping_version end
returning dataset, cause)
select dataset from verdict where cause <> 'created' order by dataset)sql";

// $1 datasets, in key order: what is compared with the new versions is what they replace.
inline constexpr const char* lock_known =
    "select from dataset where id = any($1) order by id for no key update";

// $1 source. First of whoever renames its datasets or maps them again: neither writes what the
// other has changed since it was read. The key is the lock's own.
inline constexpr const char* identity_lock =
    "select pg_advisory_xact_lock(1768187246, $1::bigint::integer)";

// $1 source. A remap changes dates and frequencies without a run: the next walk of the assessments
// judges them (AssessmentStore). Before anything of a dataset is written, in the order of its
// steps; whatever it holds, so that a step that goes on is waited for.
inline constexpr const char* judge_again = "update assessment set run = null where source = $1";

// $1 seen.
inline constexpr const char* any_absent =
    "select exists (select from absence where dataset = any($1))";

// $1 seen. What was away and is named again, whatever became of its content.
inline constexpr const char* classify_revived = R"sql(
insert into stage_verdict (dataset, cause)
select a.dataset, 'revived' from absence a
where a.dataset = any($1) and not exists (select from stage_verdict v where v.dataset = a.dataset))sql";

inline constexpr const char* revive = R"sql(
with back as (delete from absence a using stage_verdict v
              where v.dataset = a.dataset and v.cause = 'revived')
update dataset d set state = 'active', changed_at = moisson.now() from stage_verdict v
where v.cause = 'revived' and d.id = v.dataset)sql";

// $1 portal. Key order: two pages that share agents wait for one another, never in a circle. Those
// that are as they were are left out beforehand: ON CONFLICT locks a row until COMMIT before its
// WHERE is asked.
inline constexpr const char* agents = R"sql(
insert into agent as a (id, portal, key, name, slug, email, url)
select s.id, $1, s.key, s.name, s.slug, s.email, s.url
from stage_agent s
left join lateral (select t.name, t.slug, t.email, t.url from agent t
                   where t.id = s.id offset 0) old on true
where (old.name::text, old.slug, old.email, old.url)
    is distinct from (s.name::text, s.slug, s.email, s.url)
order by s.id
on conflict (id) do update set name = excluded.name, slug = excluded.slug, email = excluded.email,
    url = excluded.url
where (a.name::text, a.slug, a.email, a.url)
    is distinct from (excluded.name::text, excluded.slug, excluded.email, excluded.url))sql";

// Links are the rows that every portal shares (decision 18).
inline constexpr const char* links = R"sql(
insert into link (id, url, host, first_seen)
select distinct on (s.link) s.link, s.url, s.host, moisson.now()
from stage_distribution s where s.link is not null order by s.link
on conflict (id) do nothing)sql";

// $1 portal. Two sources of one portal number their slugs in turn. The key is the lock's own.
inline constexpr const char* slug_lock =
    "select pg_advisory_xact_lock(1936484711, $1::bigint::integer)";

// $1 source. Takes the next numbers of every stem at once.
inline constexpr const char* create = R"sql(
with named as (
    insert into slug (stem, n, dataset)
    select s.stem, coalesce(m.n, 0) + row_number() over (partition by s.stem order by s.id), s.id
    from stage_record s
    join stage_verdict v on v.dataset = s.id and v.cause = 'created'
    left join lateral (select t.n from slug t where t.stem = s.stem order by t.n desc limit 1) m on true
    returning dataset, case when n = 1 then stem else stem || '--' || n end as slug)
insert into dataset (id, source, state, first_seen, changed_at, publisher, creator, issued, modified,
    source_digest, mapping_version, remote_id, slug, title, licence, access_right, frequency, themes,
    countries, languages, metadata)
select s.id, $1, 'active', moisson.now(), moisson.now(), s.publisher, s.creator, s.issued, s.modified,
    s.source_digest, s.mapping_version, s.remote_id, named.slug, s.title, s.licence, s.access_right,
    s.frequency, s.themes, s.countries, s.languages, s.metadata
from stage_record s join named on named.dataset = s.id)sql";

// A dataset of an organization that is taken down stays hidden under the name of another one: a
// correction, a word of the source or the portal itself may give it one.
inline constexpr const char* update = R"sql(
with hidden as (
    insert into takedown (kind, subject, scope, portal, label, ground, reason, author, at, organization)
    select 'dataset', s.id, s.id, o.portal, old.slug, o.ground, o.reason, 'moissond', moisson.now(), o.id
    from stage_record s join stage_verdict v on v.dataset = s.id and v.cause <> 'created'
    cross join lateral (select t.publisher, t.slug from dataset t where t.id = s.id offset 0) old
    cross join lateral (select k.id, k.portal, k.ground, k.reason from takedown k
                        where k.scope = old.publisher and k.kind = 'organization'
                          and k.lifted_at is null offset 0) o
    where (select exists (select from takedown where lifted_at is null))
      and s.publisher is distinct from old.publisher
    on conflict (subject) where lifted_at is null do nothing)
update dataset d set changed_at = moisson.now(), publisher = s.publisher, creator = s.creator,
    issued = s.issued, modified = s.modified, source_digest = s.source_digest,
    mapping_version = s.mapping_version, remote_id = s.remote_id, title = s.title,
    licence = s.licence, access_right = s.access_right, frequency = s.frequency, themes = s.themes,
    countries = s.countries, languages = s.languages, metadata = s.metadata
from stage_record s join stage_verdict v on v.dataset = s.id and v.cause <> 'created'
where d.id = s.id)sql";

// $1 source. An id of before a rename comes to name another dataset, and remembers the one it
// named.
inline constexpr const char* remote_ids = R"sql(
insert into remote_id as r (source, remote_id, dataset, stamp)
select $1, s.remote_id, s.id, s.stamp from stage_record s order by s.remote_id
on conflict (source, remote_id) do update set stamp = excluded.stamp, dataset = excluded.dataset,
    former = case when r.dataset <> excluded.dataset then r.dataset else r.former end
where r.dataset <> excluded.dataset or (r.stamp <> excluded.stamp and excluded.stamp <> ''))sql";

// $1 source, $2 remote ids, $3 stamps.
inline constexpr const char* restamp = R"sql(
update remote_id r set stamp = s.stamp from unnest($2, $3) s (remote_id, stamp)
where r.source = $1 and r.remote_id = s.remote_id and r.stamp <> s.stamp)sql";

// $1 source. What became a dataset is left out no more.
inline constexpr const char* let_in = R"sql(
delete from left_out l using stage_record s where l.source = $1 and l.remote_id = s.remote_id)sql";

// $1 source, $2 remote ids, $3 stamps, $4 mapping version.
inline constexpr const char* leave_out = R"sql(
insert into left_out as l (source, remote_id, stamp, mapping_version, noted_at)
select distinct on (s.remote_id) $1, s.remote_id, s.stamp, $4, moisson.now()
from unnest($2, $3) s (remote_id, stamp) order by s.remote_id
on conflict (source, remote_id) do update
set stamp = excluded.stamp, mapping_version = excluded.mapping_version,
    noted_at = excluded.noted_at
where (l.stamp, l.mapping_version) is distinct from (excluded.stamp, excluded.mapping_version))sql";

inline constexpr const char* aliases = R"sql(
insert into alias (alias, dataset)
select distinct a.alias, s.id
from stage_record s join stage_verdict v on v.dataset = s.id cross join unnest(s.aliases) a (alias)
order by a.alias, s.id
on conflict (alias, dataset) do nothing)sql";

// $1 codec, $2 dictionary or null.
inline constexpr const char* raw_records = R"sql(
insert into raw_record (dataset, codec, dictionary, bytes)
select s.id, $1, $2, s.raw from stage_raw s join stage_verdict v on v.dataset = s.id
on conflict (dataset) do update set codec = excluded.codec, dictionary = excluded.dictionary,
    bytes = excluded.bytes
where (raw_record.dictionary, raw_record.bytes)
    is distinct from (excluded.dictionary, excluded.bytes))sql";

// Keys of clusters that a record has no more. Who shared one with it is looked at again, and so is
// a member of a cluster whatever changed: its dates may make another one canonical.
inline constexpr const char* drop_keys = R"sql(
with changed as materialized (
    select s.id, s.key_kinds, s.key_hashes from stage_record s
    join stage_verdict v on v.dataset = s.id and v.cause <> 'created'),
gone as (
    delete from cluster_key k using changed c where k.dataset = c.id
      and not exists (select from unnest(c.key_kinds, c.key_hashes) t (kind, hash)
                      where t.hash = k.hash and t.kind = k.kind)
    returning k.hash, k.dataset)
insert into cluster_dirty (dataset)
select dataset from gone
union select m.dataset from changed c join cluster_member m on m.dataset = c.id
union select h.dataset from (select distinct hash from gone) g
      cross join lateral (select t.dataset from cluster_key t where t.hash = g.hash
                          limit 52 offset 0) h)sql";

// A key that more than 50 datasets hold is none (cluster::holders_max): whoever held it before
// these made it so is looked at again. Who holds a key is read before it is written, so that a new
// one costs one look; whoever writes the keys of a dataset has its row. Of a key that is none only
// some holders are read, and each new one is looked for. The table is read as it was before.
inline constexpr const char* keys = R"sql(
with wanted as materialized (
    select t.hash, s.id as dataset, t.kind from stage_record s join stage_verdict v on v.dataset = s.id
    cross join unnest(s.key_kinds, s.key_hashes) t (kind, hash)),
held as materialized (
    select w.hash, h.dataset, count(*) over (partition by w.hash) as many
    from (select distinct hash from wanted) w
    cross join lateral (select t.dataset from cluster_key t where t.hash = w.hash
                        limit 51 offset 0) h),
come as (
    insert into cluster_key (hash, dataset, kind)
    select w.hash, w.dataset, w.kind from wanted w
    where not exists (select from held h where h.hash = w.hash and h.dataset = w.dataset)
      and (w.hash not in (select hash from held where many > 50)
           or not exists (select from cluster_key t where t.hash = w.hash and t.dataset = w.dataset))
    returning hash, dataset),
holders as (
    select h.dataset, f.fresh, count(*) over (partition by f.hash) as held
    from (select hash, count(*) as fresh from come
          where hash in (select hash from held) group by hash) f
    cross join lateral (
        select t.dataset from cluster_key t
        cross join lateral (select d.id from dataset d where d.id = t.dataset
                            and d.state in ('active', 'missing') offset 0) there
        where t.hash = f.hash limit 51 offset 0) h)
insert into cluster_dirty (dataset)
select dataset from come
union select dataset from holders where held <= 50 and held + fresh > 50)sql";

inline constexpr const char* drop_issues = R"sql(
delete from dataset_issue i using stage_record s
join stage_verdict v on v.dataset = s.id and v.cause <> 'created'
where i.dataset = s.id and s.issues is null)sql";

// $1 source.
inline constexpr const char* issues = R"sql(
insert into dataset_issue (dataset, source, codes, issues)
select s.id, $1, s.issue_codes, s.issues
from stage_record s join stage_verdict v on v.dataset = s.id where s.issues is not null
on conflict (dataset) do update set codes = excluded.codes, issues = excluded.issues)sql";

// Resources whose names changed keep their ids: by the source's own id, else by URL, else, when the
// source gives none, by position and title, each where one old and one new resource of the dataset
// have it. OFFSET 0: see classify.
inline constexpr const char* keep_distributions = R"sql(
with changed as materialized (
    select distinct s.dataset
    from stage_distribution s join stage_verdict v on v.dataset = s.dataset and v.cause <> 'created'),
old as materialized (
    select t.* from changed c cross join lateral (
        select t.dataset, t.position, t.id, t.url, t.metadata from distribution t
        where t.dataset = c.dataset offset 0) t),
fresh as materialized (
    select s.dataset, s.position, nullif(s.metadata->>'remote_id', '') as own, nullif(s.url, '') as url,
        coalesce(s.metadata->>'title', '') as title
    from stage_distribution s join changed c on c.dataset = s.dataset
    where not exists (select from old t where t.dataset = s.dataset and t.id = s.id)),
stale as materialized (
    select t.dataset, t.position, t.id, nullif(t.metadata->>'remote_id', '') as own,
        nullif(t.url, '') as url, coalesce(t.metadata->>'title', '') as title
    from old t
    where not exists (select from stage_distribution s where s.dataset = t.dataset and s.id = t.id)),
by_own as materialized (
    select f.dataset, min(f.position) as position, (array_agg(t.id))[1] as id
    from fresh f join stale t on t.dataset = f.dataset and t.own = f.own
    group by f.dataset, f.own having count(*) = 1),
by_url as materialized (
    select f.dataset, min(f.position) as position, (array_agg(t.id))[1] as id
    from fresh f join stale t on t.dataset = f.dataset and t.url = f.url
    where not exists (select from by_own o
                      where o.dataset = f.dataset and (o.position = f.position or o.id = t.id))
    group by f.dataset, f.url having count(*) = 1),
known as (select dataset, position, id from by_own union all select dataset, position, id from by_url),
kept as (
    select dataset, position, id from known
    union all
    select f.dataset, f.position, t.id
    from fresh f join stale t
        on t.dataset = f.dataset and t.position = f.position and t.title = f.title
        and (t.own is null or f.own is null)
    where not exists (select from known k
                      where k.dataset = f.dataset and (k.position = f.position or k.id = t.id)))
update stage_distribution s set id = k.id from kept k
where s.dataset = k.dataset and s.position = k.position)sql";

// Of a created one too: a purge in the middle of its last run may have left some. By key, whatever
// the size of the table was when this was planned; then by ctid, which holds because rows of
// `distribution` are inserted and deleted, never updated.
inline constexpr const char* drop_distributions = R"sql(
delete from distribution where ctid = any (array(
    select x.ctid from stage_record s join stage_verdict v on v.dataset = s.id
    cross join lateral (select t.ctid from distribution t where t.dataset = s.id offset 0) x)))sql";

inline constexpr const char* distributions = R"sql(
insert into distribution (dataset, position, id, link, url, format, format_family, media_type,
    byte_size, metadata)
select s.dataset, s.position, s.id, s.link, s.url, s.format, s.format_family, s.media_type,
    s.byte_size, s.metadata
from stage_distribution s join stage_verdict v on v.dataset = s.dataset)sql";

// With how many of them differ in what is shown.
inline constexpr const char* verdicts =
    "select v.cause, count(*), count(h.dataset) from stage_verdict v "
    "left join stage_history h on h.dataset = v.dataset group by v.cause order by v.cause";

inline constexpr const char* clear_records = "delete from stage_record";
inline constexpr const char* clear_raw = "delete from stage_raw";
inline constexpr const char* clear_distributions = "delete from stage_distribution";
inline constexpr const char* clear_agents = "delete from stage_agent";

// $1 datasets, $2 sums, $3 counters as json text, all of one length. OFFSET 0: see classify.
inline constexpr const char* popularity = R"sql(
with changed as (
    insert into dataset_signal as s (dataset, popularity, counters)
    select g.dataset, g.sum, g.counters::json
    from unnest($1, $2, $3) g (dataset, sum, counters)
    cross join lateral (select from dataset t where t.id = g.dataset offset 0) there
    left join lateral (select t.dataset, t.counters from dataset_signal t
                       where t.dataset = g.dataset offset 0) old on true
    where old.dataset is null or old.counters::text <> g.counters
    order by g.dataset
    on conflict (dataset) do update set popularity = excluded.popularity, counters = excluded.counters
    returning s.dataset)
insert into stage_verdict (dataset, cause)
select c.dataset, 'signal' from changed c
where not exists (select from stage_verdict v where v.dataset = c.dataset))sql";

// Whether anything changed, whether the history tells of it, and whether `dirty` finds any.
inline constexpr const char* any_verdict = R"sql(
select exists (select from stage_verdict),
    exists (select from stage_verdict
            where cause not in ('created', 'purged', 'signal', 'clustered')),
    exists (select from stage_verdict
            where cause in ('archived', 'revived', 'purged', 'renamed', 'taken_down', 'restored')))sql";

// $1 run or null, $2 entries a dataset keeps. A record that differs in nothing that is shown has no
// row in stage_history, and gets none here; nor does a row that a rename took apart, nor a cluster,
// which is no change of the dataset. The rows of the datasets are locked: `n` is ours.
inline constexpr const char* history = R"sql(
with news as materialized (
    select v.dataset, v.cause, h.changes, coalesce(last.n, 0) + 1 as n
    from stage_verdict v
    left join stage_history h on h.dataset = v.dataset
    left join lateral (select t.n from dataset_history t where t.dataset = v.dataset
                       order by t.n desc limit 1) last on true
    where v.cause not in ('created', 'purged', 'signal', 'clustered')
      and (h.dataset is not null or v.cause not in ('updated', 'remapped'))
      and not exists (select from stage_gone g where g.dataset = v.dataset)),
dropped as (
    delete from dataset_history where ctid = any (array(
        select old.ctid from news cross join lateral (
            select o.ctid from dataset_history o
            where o.dataset = news.dataset and o.n <= news.n - $2 offset 0) old
        where news.n > $2)))
insert into dataset_history (dataset, n, at, run, cause, changes)
select dataset, n, moisson.now(), $1, cause, changes from news)sql";

// What disappears from clusters or comes back to them.
inline constexpr const char* dirty = R"sql(
insert into cluster_dirty (dataset)
select dataset from stage_verdict
where cause in ('archived', 'revived', 'purged', 'renamed', 'taken_down', 'restored'))sql";

// The last two statements of every writing transaction (decision 1). Nothing else takes this lock.
inline constexpr const char* change_lock = "select pg_advisory_xact_lock(5577006791947779410)";
// $1 batch, $2 run or null.
inline constexpr const char* changes = R"sql(
insert into change (number, batch, dataset, cause, run, at)
select nextval('change_number'), $1, dataset, cause, $2, moisson.now() from stage_verdict)sql";
inline constexpr const char* announce = "select pg_notify('moisson_change', '')";

} // namespace moisson::store::merge

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/rename.hpp"

#include "store/connection.hpp"
#include "store/dataset_removal.hpp"
#include "store/history.hpp"
#include "store/merge_sql.hpp"

#include <array>

namespace moisson::store {
namespace {

constexpr const char* table =
    "create temp table if not exists stage_rename (gone uuid, born uuid, born_at timestamptz) "
    "on commit delete rows";

// What a purge took since they were matched is left out: the new record would go with it.
constexpr const char* put_renames = R"sql(
insert into stage_rename (gone, born, born_at)
select r.gone, r.born, d.first_seen
from unnest($1, $2) r (gone, born) join dataset g on g.id = r.gone join dataset d on d.id = r.born
order by r.gone for update of g, d)sql";

// From here on the new record is staged as an update of the old dataset.
constexpr const char* stage_records = R"sql(
insert into stage_record (id, remote_id, source_digest, mapping_version, publisher, creator, issued,
    modified, title, licence, access_right, frequency, themes, countries, languages, metadata,
    issue_codes, issues, stamp, key_kinds, key_hashes)
select r.gone, d.remote_id, d.source_digest, d.mapping_version, d.publisher, d.creator, d.issued,
    d.modified, d.title, d.licence, d.access_right, d.frequency, d.themes, d.countries, d.languages,
    d.metadata, i.codes, i.issues, '', k.kinds, k.hashes
from stage_rename r join dataset d on d.id = r.born left join dataset_issue i on i.dataset = r.born
left join lateral (select array_agg(t.kind::bigint) as kinds, array_agg(t.hash) as hashes
                   from cluster_key t where t.dataset = r.born) k on true)sql";

constexpr const char* stage_distributions = R"sql(
insert into stage_distribution (dataset, position, id, link, url, host, format, format_family,
    media_type, byte_size, metadata)
select r.gone, t.position, t.id, t.link, t.url, '', t.format, t.format_family, t.media_type,
    t.byte_size, t.metadata
from stage_rename r join distribution t on t.dataset = r.born)sql";

constexpr const char* put_verdicts = R"sql(
insert into stage_verdict (dataset, cause)
select gone, 'renamed' from stage_rename union all select born, 'renamed' from stage_rename)sql";

// $1 source.
constexpr const char* awaken = R"sql(
with back as (delete from absence a using stage_rename r where a.dataset = r.gone)
update dataset d set state = 'active', source = $1 from stage_rename r
where d.id = r.gone and (d.state, d.source) is distinct from ('active', $1))sql";

constexpr const char* drop_old_raw =
    "delete from raw_record t using stage_rename r where t.dataset = r.gone and exists (select "
    "from raw_record n where n.dataset = r.born)";
constexpr const char* hand_over_raw =
    "update raw_record t set dataset = r.gone from stage_rename r where t.dataset = r.born";

// $1 source.
constexpr const char* hand_over_ids = R"sql(
update remote_id t set dataset = r.gone, former = nullif(t.former, r.gone) from stage_rename r
where t.source = $1 and t.dataset = r.born)sql";

// Slugs lead to the dataset by themselves; the uuid of the new id is an alias (decision 16).
constexpr const char* hand_over_slugs =
    "update slug t set dataset = r.gone from stage_rename r where t.dataset = r.born";
constexpr const char* hand_over_aliases = R"sql(
insert into alias (alias, dataset)
select a.alias, r.gone from alias a join stage_rename r on r.born = a.dataset
union select r.born::text, r.gone from stage_rename r
on conflict (alias, dataset) do nothing)sql";

// What portals count; what we found out about the old one stays.
constexpr const char* hand_over_popularity = R"sql(
insert into dataset_signal (dataset, popularity, counters)
select r.gone, n.popularity, n.counters
from stage_rename r join dataset_signal n on n.dataset = r.born order by r.gone
on conflict (dataset) do update set popularity = excluded.popularity, counters = excluded.counters)sql";

// $1 source, $2 run. A page that made a row has its time. Runs that were not closed (pages = 0)
// have no sums of their own.
constexpr const char* correct_pages = R"sql(
with touched as materialized (
    select p.run, p.page, array_agg(coalesce(r.gone, named.id) order by named.place) as seen,
        count(*) filter (where r.born_at = p.committed_at) as born
    from run_page p join run q on q.id = p.run
    cross join lateral unnest(p.seen) with ordinality named (id, place)
    left join stage_rename r on r.born = named.id
    where q.source = $1 and q.id > $2
    group by p.run, p.page having bool_or(r.gone is not null)),
pages as (
    update run_page p set seen = t.seen, created = p.created - t.born, renamed = p.renamed + t.born
    from touched t where p.run = t.run and p.page = t.page)
update run r set created = r.created - n.born, renamed = r.renamed + n.born
from (select run, sum(born)::bigint as born from touched group by run) n
where r.id = n.run and r.pages > 0 and n.born > 0)sql";

// $1 source. What operators said of either is said of the dataset.
constexpr const char* hand_over_corrections = R"sql(
update overlay o set dataset = r.gone, source = $1 from stage_rename r
where o.dataset in (r.gone, r.born) and o.ended_at is null
  and (o.dataset, o.source) is distinct from (r.gone, $1))sql";

// $1 source. What was mapped with the corrections of before is mapped again. Others take the source
// before its run; this is rare enough for a deadlock to be left to the retry.
constexpr const char* raise_revision =
    "update source set overlay_revision = overlay_revision + 1 where id = $1";

// A resource that is hidden stays so under the id that it gets: after keep_distributions.
constexpr const char* hand_over_hidden_parts = R"sql(
update takedown t set subject = s.id, scope = r.gone
from stage_rename r join distribution b on b.dataset = r.born
join stage_distribution s on s.dataset = r.gone and s.position = b.position
where t.lifted_at is null and t.kind = 'distribution' and t.scope = r.born and t.subject = b.id
  and not exists (select from takedown o
                  where o.lifted_at is null and o.subject = s.id and o.id <> t.id))sql";
constexpr const char* hand_over_takedowns = R"sql(
update takedown t set subject = r.gone, scope = r.gone from stage_rename r
where t.lifted_at is null and t.kind = 'dataset' and t.subject = r.born
  and not exists (select from takedown o where o.lifted_at is null and o.subject = r.gone))sql";

constexpr const char* take_apart = "insert into stage_gone (dataset) select born from stage_rename";

} // namespace

void prepare_renames(Connection& connection) {
    connection.script_once(table);
}

std::int64_t apply_renames(
    Connection& connection,
    std::int64_t source,
    std::int64_t after_run,
    const std::vector<Rename>& renames
) {
    if (renames.empty())
        return 0;
    std::vector<Uuid> gone;
    std::vector<Uuid> born;
    for (const Rename& rename : renames) {
        gone.push_back(rename.gone.uuid);
        born.push_back(rename.born.uuid);
    }
    const Params of_source(source);
    connection.exec(merge::identity_lock, of_source);
    const std::int64_t count = connection.exec(put_renames, Params(gone, born)).affected();
    connection.script("analyze stage_rename");
    note_renames(connection, renames);
    connection.exec(put_verdicts);
    connection.exec(stage_records);
    connection.exec(stage_distributions);
    connection.exec(awaken, of_source);
    connection.exec(merge::update);
    connection.exec(merge::drop_issues);
    connection.exec(merge::drop_keys);
    connection.exec(merge::keys);
    connection.exec(merge::issues, of_source);
    connection.exec(merge::keep_distributions);
    connection.exec(hand_over_hidden_parts);
    connection.exec(merge::drop_distributions);
    connection.exec(merge::distributions);
    connection.exec(drop_old_raw);
    connection.exec(hand_over_raw);
    connection.exec(hand_over_ids, of_source);
    connection.exec(hand_over_slugs);
    connection.exec(hand_over_aliases);
    connection.exec(hand_over_popularity);
    if (connection.exec(hand_over_corrections, of_source).affected() > 0)
        connection.exec(raise_revision, of_source);
    connection.exec(hand_over_takedowns);
    connection.exec(correct_pages, Params(source, after_run));
    connection.exec(take_apart);
    remove_datasets(connection);
    return count;
}

} // namespace moisson::store

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/identity_clues.hpp"

#include "store/connection.hpp"
#include "text/key.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace moisson::store {
namespace {

// Sides and kinds as the numbers of model/identity.hpp.
constexpr const char* tables = R"sql(
create temp table if not exists stage_side (id uuid, side smallint) on commit delete rows;
create temp table if not exists stage_clue (kind smallint, key uuid, id uuid, side smallint)
    on commit delete rows;
)sql";

// $1 run. See reconcile.cpp for EXCEPT. Archived ones are told apart afterwards. Where nothing is
// gone, as at every first harvest, nobody looks for what came.
constexpr const char* sides_of_run = R"sql(
with r as materialized (
    select r.source, coalesce((select max(q.settled_at) from run q
                               where q.source = r.source and q.id < r.id), '-infinity') as settled_at
    from run r where r.id = $1),
seen as materialized (select unnest(p.seen) as id from run_page p where p.run = $1),
gone as materialized (select d.id from dataset d join r on r.source = d.source
                      except select id from seen)
insert into stage_side (id, side)
select id, 0 from gone
union all
select id, 1 from (select d.id from dataset d join r on r.source = d.source
                   where d.state = 'active' and d.first_seen > r.settled_at
                     and exists (select from gone)
                   intersect select id from seen) born)sql";

// $1 run.
constexpr const char* sides_as_of = R"sql(
with r as materialized (
    select r.source, r.started_at,
        coalesce((select max(q.settled_at) from run q
                  where q.source = r.source and q.id < r.id), '-infinity') as settled_at
    from run r where r.id = $1),
named as materialized (
    select named.id from run q join r on r.source = q.source
    cross join lateral moisson.named_ids(q.id) named (id) where q.id >= $1),
gone as materialized (select d.id from dataset d join r on r.source = d.source
                      where d.first_seen < r.started_at except select id from named)
insert into stage_side (id, side)
select id, 0 from gone
union all
select id, 1 from (select d.id from dataset d join r on r.source = d.source
                   where d.state = 'active' and d.first_seen > r.settled_at
                     and exists (select from gone)
                   intersect select id from named) born)sql";

// $1 old source, $2 new one.
constexpr const char* sides_of_sources = R"sql(
insert into stage_side (id, side)
select id, 0 from (select d.id from dataset d where d.source = $1
                   except select r.dataset from remote_id r where r.source = $2) gone
union all
select d.id, 1 from dataset d where d.source = $2 and d.state = 'active')sql";

constexpr const char* has_both_sides =
    "select coalesce(bool_or(side = 0) and bool_or(side = 1), false) from stage_side";
constexpr const char* tell_archived = "update stage_side s set side = 2 from dataset d "
                                      "where s.side = 0 and d.id = s.id and d.state = 'archived'";
// Their sizes decide between look-ups and scans. Nearly every run has few, and once the planner has
// seen few it goes by the pages they take: each ANALYZE writes to the catalogue and makes the
// session forget its plans for the table.
constexpr std::int64_t few = 1'000;
constexpr const char* look_at_sides = "analyze stage_side";
constexpr const char* look_at_clues = "analyze stage_clue";

constexpr const char* former_ids = R"sql(
with former as materialized (
    select r.former, n.id from stage_side n join dataset d on d.id = n.id
    join remote_id r on r.source = d.source and r.remote_id = d.remote_id
    where n.side = 1 and r.former is not null)
insert into stage_clue (kind, key, id, side)
select 0::smallint, f.former, f.id, 1::smallint from former f
union all
select distinct 0::smallint, g.id, g.id, g.side from stage_side g
where g.side <> 1 and g.id in (select former from former))sql";

// A DOI whatever is around it, else the address without scheme. {0} is a text column.
constexpr std::string_view uri_key =
    "md5(coalesce(substring(lower({0}) from '10[.][0-9]{{4,9}}/[^[:space:]\"<>]+'), "
    "regexp_replace(lower({0}), '^https?://(www[.])?|/+$', '', 'g')))::uuid";

constexpr std::string_view uris_of_d = R"sql((
        select d.metadata->>'uri' as uri where position(':' in d.metadata->>'uri') > 0
        union all
        select i from json_array_elements_text(d.metadata->'identifiers') i
        where i ~ '10[.][0-9]{4,9}/') u)sql";

// What a kept record holds, or held, is told by its aliases. {1}: uris_of_d.
constexpr std::string_view uris = R"sql(
with named as materialized (
    select s.id, s.side, d.source, u.uri from stage_side s join dataset d on d.id = s.id
    cross join lateral {1})
insert into stage_clue (kind, key, id, side)
select distinct 1::smallint, {0}, id, side from named
union all
select distinct 1::smallint, {0}, a.dataset, 3::smallint
from named join alias a on a.alias = named.uri join dataset k on k.id = a.dataset
where k.source = named.source and not exists (select from stage_side x where x.id = a.dataset))sql";

// $1 sources. A DOI is no alias, and several records may cite one: those that stay are read, once
// both sides have a key in common.
constexpr std::string_view uris_of_kept = R"sql(
with common as materialized (
    select key from stage_clue where kind = 1 group by key
    having bool_or(side in (0, 2)) and bool_or(side = 1)),
kept as materialized (
    select d.id, u.uri from dataset d cross join lateral {1}
    where d.source = any($1) and not exists (select from stage_side x where x.id = d.id))
insert into stage_clue (kind, key, id, side)
select distinct 1::smallint, {0}, id, 3::smallint from kept
where {0} in (select key from common))sql";

constexpr std::string_view pages = R"sql(
insert into stage_clue (kind, key, id, side)
select distinct 2::smallint, {0}, s.id, s.side
from stage_side s join dataset d on d.id = s.id
cross join lateral (values (d.metadata->>'landing_page'), (d.metadata->>'remote_url')) p (page)
where p.page like '%://%/_%')sql";

// $1 source. Dates are left out: what is created again has new ones. So is the id, in addresses
// above all. A title alone is no content.
constexpr const char* contents = R"sql(
with titles as materialized (
    select d.title from stage_side s join dataset d on d.id = s.id
    group by d.title having bool_or(s.side <> 1) and bool_or(s.side = 1)),
held as materialized (
    select d.id, coalesce(s.side, 3::smallint) as side, d.publisher, d.licence, d.metadata,
        case when length(d.remote_id) >= 4 then d.remote_id else '' end as own
    from dataset d left join stage_side s on s.id = d.id
    where d.source = $1 and d.title in (select title from titles))
insert into stage_clue (kind, key, id, side)
select 3::smallint, md5(replace(concat_ws(chr(31), h.metadata->>'title', h.metadata->>'description',
        h.metadata->>'keywords', h.publisher::text, h.licence, f.files), h.own, ''))::uuid, h.id, h.side
from held h
left join lateral (
    select string_agg(concat_ws(chr(30), t.url, t.metadata->>'title', t.format), chr(29)
                      order by t.position) as files
    from distribution t where t.dataset = h.id) f on true
where h.metadata->>'description' is not null or f.files is not null)sql";

// Neither services nor home pages (decision 8).
constexpr std::string_view is_file =
    "t.link is not null and t.format_family <> 'S' and t.url ~ '^[a-z]+://[^/?#]+/[^?#]'";
constexpr std::string_view files = R"sql(
insert into stage_clue (kind, key, id, side)
select 4::smallint, md5(string_agg(distinct t.link::text, ' ' order by t.link::text))::uuid,
    s.id, s.side
from stage_side s join distribution t on t.dataset = s.id
where {0} group by s.id, s.side)sql";

// $1 kind.
constexpr const char* has_common_keys = R"sql(
select exists (select from stage_clue where kind = $1 group by key
               having bool_or(side in (0, 2)) and bool_or(side = 1)))sql";
// $1 source. Kept records that have one of the files which both sides have.
constexpr std::string_view files_of_kept = R"sql(
with common as materialized (
    select key from stage_clue where kind = 4 group by key
    having bool_or(side in (0, 2)) and bool_or(side = 1)),
links as materialized (
    select distinct t.link from stage_clue c join common on common.key = c.key
    join distribution t on t.dataset = c.id where c.kind = 4 and c.side = 1 and {0}),
near as materialized (
    select t.dataset from distribution t join dataset d on d.id = t.dataset
    where d.source = $1 and t.link in (select link from links)
    except select id from stage_side)
insert into stage_clue (kind, key, id, side)
select 4::smallint, md5(string_agg(distinct t.link::text, ' ' order by t.link::text))::uuid,
    n.dataset, 3::smallint
from near n join distribution t on t.dataset = n.dataset
where {0} group by n.dataset)sql";

constexpr const char* common_clues = R"sql(
select c.kind, c.key, c.id, c.side from stage_clue c
join (select kind, key from stage_clue group by kind, key
      having bool_or(side in (0, 2)) and bool_or(side = 1)) b on b.kind = c.kind and b.key = c.key)sql";

constexpr const char* titles = R"sql(
select s.id, s.side, d.title, coalesce(a.name->0->>1, a.name->>0, '')
from stage_side s join dataset d on d.id = s.id left join agent a on a.id = d.publisher
where d.title <> '')sql";

// $1 source, $2 and $3 pairs, $4 run. Whom a run since the last settled one named side by side. No
// run but an earlier one names what is gone.
constexpr const char* find_neighbours = R"sql(
with pairs as materialized (select p.gone, p.born from unnest($2, $3) p (gone, born)),
earlier as materialized (
    select q.id from run q
    where q.source = $1 and q.id < $4
      and q.id > coalesce((select max(s.id) from run s where s.source = $1 and s.id < $4
                           and s.settled_at is not null), 0)),
named as materialized (
    select e.id as run, n.id from earlier e cross join lateral moisson.named_ids(e.id) n (id)
    where n.id in (select gone from pairs union select born from pairs))
select distinct p.gone from pairs p join named g on g.id = p.gone
join named b on b.id = p.born and b.run = g.run)sql";

void note_sizes(Connection& connection, const char* analyze, std::int64_t sides) {
    if (sides > few)
        connection.script(analyze);
    else
        connection.script_once(analyze);
}

// `sides`: how many there are.
bool worth_a_look(Connection& connection, std::int64_t sides) {
    if (!connection.exec(has_both_sides).boolean(0, 0))
        return false;
    note_sizes(connection, look_at_sides, sides);
    connection.exec(tell_archived);
    return true;
}

bool has_common(Connection& connection, IdentityEvidence kind) {
    return connection.exec(has_common_keys, Params(static_cast<int>(kind))).boolean(0, 0);
}

void gather_uris(Connection& connection, const std::vector<std::int64_t>& sources) {
    static const std::string key = fmt::format(uri_key, "uri");
    static const std::string of_sides = fmt::format(uris, key, uris_of_d);
    static const std::string of_kept = fmt::format(uris_of_kept, key, uris_of_d);
    connection.exec(of_sides.c_str());
    if (has_common(connection, IdentityEvidence::uri))
        connection.exec(of_kept.c_str(), Params(sources));
}

void gather_files(Connection& connection, std::int64_t sides, std::optional<std::int64_t> source) {
    static const std::string of_sides = fmt::format(files, is_file);
    static const std::string of_kept = fmt::format(files_of_kept, is_file);
    connection.exec(of_sides.c_str());
    note_sizes(connection, look_at_clues, sides);
    if (source && has_common(connection, IdentityEvidence::files))
        connection.exec(of_kept.c_str(), Params(*source));
}

std::vector<IdentityClue> read_clues(Connection& connection) {
    const Rows rows = connection.exec(common_clues);
    std::vector<IdentityClue> clues;
    clues.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
        IdentityClue& clue = clues.emplace_back();
        clue.evidence = static_cast<IdentityEvidence>(rows.int64(i, 0));
        clue.key = rows.uuid(i, 1);
        clue.dataset = DatasetId(rows.uuid(i, 2));
        clue.side = static_cast<Side>(rows.int64(i, 3));
    }
    return clues;
}

// Titles are compared as people read them: without case, accents and punctuation.
void read_titles(Connection& connection, std::vector<IdentityClue>& clues) {
    const Rows rows = connection.exec(titles);
    for (int i = 0; i < rows.size(); ++i) {
        const std::string name =
            text::vocabulary_key(rows.text(i, 2)) + '\x1f' + text::vocabulary_key(rows.text(i, 3));
        IdentityClue& clue = clues.emplace_back();
        clue.evidence = IdentityEvidence::title;
        clue.key = uuid5(Uuid{}, name);
        clue.dataset = DatasetId(rows.uuid(i, 0));
        clue.side = static_cast<Side>(rows.int64(i, 1));
    }
}

std::vector<Rename> renames_between(Connection& connection, RunId run, const char* find_sides) {
    const std::int64_t sides = connection.exec(find_sides, Params(run.value)).affected();
    if (!worth_a_look(connection, sides))
        return {};
    const std::int64_t source =
        connection.exec("select source from run where id = $1", Params(run.value)).int64(0, 0);
    connection.exec(former_ids);
    gather_uris(connection, {source});
    connection.exec(contents, Params(source));
    gather_files(connection, sides, source);
    std::vector<Rename> renames = match_renames(read_clues(connection));
    drop_neighbours(connection, SourceId(source), run.value, renames);
    return renames;
}

} // namespace

void drop_neighbours(
    Connection& connection,
    SourceId source,
    std::int64_t before,
    std::vector<Rename>& renames
) {
    std::vector<Uuid> gone;
    std::vector<Uuid> born;
    for (const Rename& rename : renames) {
        if (rename.evidence == IdentityEvidence::former_id)
            continue;
        gone.push_back(rename.gone.uuid);
        born.push_back(rename.born.uuid);
    }
    if (gone.empty())
        return;
    const Rows rows = connection.exec(find_neighbours, Params(source.value, gone, born, before));
    std::unordered_set<DatasetId> apart;
    for (int i = 0; i < rows.size(); ++i)
        apart.insert(DatasetId(rows.uuid(i, 0)));
    std::erase_if(renames, [&](const Rename& rename) { return apart.contains(rename.gone); });
}

void prepare_identity(Connection& connection) {
    connection.script_once(tables);
}

std::vector<Rename> find_renames(Connection& connection, RunId run) {
    return renames_between(connection, run, sides_of_run);
}

std::vector<Rename> find_renames_as_of(Connection& connection, RunId run) {
    return renames_between(connection, run, sides_as_of);
}

std::vector<Rename>
find_counterparts(Connection& connection, std::int64_t old_source, std::int64_t new_source) {
    const std::int64_t sides =
        connection.exec(sides_of_sources, Params(old_source, new_source)).affected();
    if (!worth_a_look(connection, sides))
        return {};
    static const std::string of_pages = fmt::format(pages, fmt::format(uri_key, "p.page"));
    gather_uris(connection, {old_source, new_source});
    connection.exec(of_pages.c_str());
    gather_files(connection, sides, std::nullopt);
    std::vector<IdentityClue> clues = read_clues(connection);
    read_titles(connection, clues);
    return match_renames(std::move(clues));
}

} // namespace moisson::store

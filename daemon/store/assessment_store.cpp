// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One step: take a source nobody else walks over, judge its next datasets, write what differs.
#include "store/assessment_store.hpp"

#include "store/connection.hpp"
#include "store/dataset_reader.hpp"
#include "store/fail_point.hpp"
#include "store/link_rollup.hpp"
#include "store/record_writer.hpp"
#include "store/stores.hpp"

#include <strings.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace moisson::store {
namespace {

constexpr const char* add_unassessed_sources = R"sql(
insert into assessment (source, version) select s.id, '' from source s
where not exists (select from assessment a where a.source = s.id)
on conflict do nothing)sql";

// $1 version. Those that were never finished come first, then the longest waiting.
constexpr const char* take_source = R"sql(
select a.source, s.key, a.after, r.id, r.started_at, moisson.now(), a.tally
from assessment a join source s on s.id = a.source
cross join lateral (
    select t.id, t.started_at from run t
    where t.source = a.source and t.state = 'complete' and t.mode <> 'probe'
      and t.started_at is not null
    order by t.id desc limit 1) r
where a.after is not null or a.run is distinct from r.id or a.version <> $1
order by a.finished_at nulls first, a.source
limit 1 for update of a skip locked)sql";

// $1 source, $2 version, $3 run. The walk is of that run, whatever ends meanwhile.
constexpr const char* begin_walk = R"sql(
update assessment set version = $2, run = $3, after = '00000000-0000-0000-0000-000000000000',
    tally = null
where source = $1)sql";
constexpr const char* forget_touches = "delete from mass_touch where source = $1";
// $1 source, $2 least number. More than a fifth of the source, within one hour.
constexpr const char* find_touches = R"sql(
with dated as materialized (
    select floor((d.metadata -> 'modified' ->> 0)::numeric / 3600000000)::bigint as hour
    from dataset d where d.source = $1 and d.state in ('active', 'missing'))
insert into mass_touch (source, hour)
select $1, hour from dated where hour is not null group by hour
having count(*) >= $2 and count(*) * 5 > (select count(*) from dated))sql";
constexpr const char* read_touches = "select hour from mass_touch where source = $1 order by hour";

constexpr const char* next_datasets = R"sql(
select id from dataset where source = $1 and state in ('active', 'missing') and id > $2
order by id limit $3)sql";

// All of one length; dates as text, empty for none; scores -1 for none. $13 their version.
constexpr const char* write_signals = R"sql(
with changed as (
    insert into dataset_signal as s (dataset, basis, evidence, counted_from, expected_at, late_at,
        very_late_at, quality, formats_right, formats_seen,
        contact_bounces, mqa, score_version)
    select g.dataset, g.basis, g.evidence, nullif(g.counted_from, '')::timestamptz,
        nullif(g.expected_at, '')::timestamptz, nullif(g.late_at, '')::timestamptz,
        nullif(g.very_late_at, '')::timestamptz, nullif(g.quality, -1)::smallint,
        g.formats_right, g.formats_seen, g.contact_bounces <> 0,
        nullif(g.mqa, -1)::smallint, $13::smallint
    from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        g (dataset, basis, evidence, counted_from, expected_at, late_at, very_late_at, quality,
           formats_right, formats_seen, contact_bounces, mqa)
    join dataset d on d.id = g.dataset
    order by g.dataset
    on conflict (dataset) do update set basis = excluded.basis, evidence = excluded.evidence,
        counted_from = excluded.counted_from, expected_at = excluded.expected_at,
        late_at = excluded.late_at, very_late_at = excluded.very_late_at,
        quality = excluded.quality, formats_right = excluded.formats_right,
        formats_seen = excluded.formats_seen, contact_bounces = excluded.contact_bounces,
        mqa = excluded.mqa, score_version = excluded.score_version
    returning s.dataset)
insert into stage_verdict (dataset, cause) select c.dataset, 'signal' from changed c
where not exists (select from stage_verdict v where v.dataset = c.dataset))sql";

// $1 datasets looked at, $2 those without a file, $3 of these those that were judged before and not
// known to be without.
constexpr const char* note_empty = R"sql(
with filled as (delete from dataset_empty where dataset = any ($1) and not dataset = any ($2))
insert into dataset_empty (dataset, since)
select e, case when e = any ($3) then moisson.now() end from unnest($2) e
on conflict (dataset) do nothing)sql";

// $1 datasets.
constexpr const char* read_confirmed =
    "select dataset, at from dataset_confirmation where dataset = any ($1)";

// $1 datasets. Documentation is no data, and a service has no file format.
constexpr const char* read_looks = R"sql(
select t.dataset, case when t.format_family = 'S' then '' else coalesce(t.format, '') end,
    coalesce(m.memory ->> 'found_format', ''), coalesce(m.memory ->> 'content_changed_at', '')
from distribution t join link_memory m on m.link = t.link
where t.dataset = any ($1)
  and lower(coalesce(t.metadata ->> 'kind', '')) <> 'documentation')sql";

// $1 datasets. Whoever speaks for a portal or a country is no contact of its datasets.
constexpr const char* find_unreached = R"sql(
with unreached as materialized (select value from unreached_contact)
select d.id from dataset d
where d.id = any ($1) and exists (
    select from unreached u where u.value in (d.id::text, d.publisher::text)))sql";

// $3 tally.
constexpr const char* go_on =
    "update assessment set after = $2, tally = $3::text::json where source = $1";
constexpr const char* end_walk = R"sql(
update assessment set after = null, finished_at = moisson.now(), tally = null,
    tallied = $2::text::json
where source = $1)sql";

// Fewer datasets of one hour prove nothing.
constexpr int touched_min = 20;

struct Changed {
    std::vector<Uuid> ids;
    std::vector<std::string> basis;
    std::vector<std::string> evidence;
    std::vector<std::string> counted_from;
    std::vector<std::string> expected_at;
    std::vector<std::string> late_at;
    std::vector<std::string> very_late_at;
    std::vector<std::int64_t> quality;
    std::vector<std::int64_t> formats_right;
    std::vector<std::int64_t> formats_seen;
    std::vector<std::int64_t> contact_bounces;
    std::vector<std::int64_t> mqa;

    void add(const Uuid& id, const Assessment& judged) {
        const FreshnessDates& dates = judged.freshness;
        ids.push_back(id);
        basis.emplace_back(to_string(dates.basis));
        evidence.emplace_back(to_string(dates.evidence));
        counted_from.push_back(text(dates.counted_from));
        expected_at.push_back(text(dates.expected_at));
        late_at.push_back(text(dates.late_at));
        very_late_at.push_back(text(dates.very_late_at));
        quality.push_back(judged.quality.value_or(-1));
        formats_right.push_back(judged.formats_right.some);
        formats_seen.push_back(judged.formats_right.all);
        contact_bounces.push_back(judged.contact_bounces ? 1 : 0);
        mqa.push_back(judged.mqa.value_or(-1));
    }

private:
    static std::string text(const std::optional<Instant>& date) {
        return date ? to_iso8601(*date) : std::string();
    }
};

std::vector<std::int64_t> touched_hours(Connection& connection, std::int64_t source) {
    const Rows rows = connection.exec_prepared(read_touches, Params(source));
    std::vector<std::int64_t> hours;
    for (int i = 0; i < rows.size(); ++i)
        hours.push_back(rows.int64(i, 0));
    return hours;
}

std::map<Uuid, Instant> confirmed(Connection& connection, const std::vector<Uuid>& ids) {
    const Rows rows = connection.exec_prepared(read_confirmed, Params(ids));
    std::map<Uuid, Instant> out;
    for (int i = 0; i < rows.size(); ++i)
        out.emplace(rows.uuid(i, 0), rows.instant(i, 1));
    return out;
}

// What the link checker saw of the files of one dataset.
struct Looks {
    std::vector<SeenFile> files;
    std::optional<Instant> changed;
};

std::map<Uuid, Looks> looks_of(Connection& connection, const std::vector<Uuid>& ids) {
    const Rows rows = connection.exec_prepared(read_looks, Params(ids));
    std::map<Uuid, Looks> out;
    for (int i = 0; i < rows.size(); ++i) {
        Looks& looks = out[rows.uuid(i, 0)];
        if (!rows.text(i, 1).empty() && !rows.text(i, 2).empty())
            looks.files.push_back({rows.str(i, 1), rows.str(i, 2)});
        if (const auto at = from_iso8601(rows.text(i, 3)))
            looks.changed = looks.changed ? std::max(*looks.changed, *at) : *at;
    }
    return out;
}

std::set<Uuid> without_reached_contact(Connection& connection, const std::vector<Uuid>& ids) {
    const Rows rows = connection.exec_prepared(find_unreached, Params(ids));
    std::set<Uuid> out;
    for (int i = 0; i < rows.size(); ++i)
        out.insert(rows.uuid(i, 0));
    return out;
}

std::optional<Instant> found_in(const std::map<Uuid, Instant>& instants, const Uuid& id) {
    const auto found = instants.find(id);
    return found == instants.end() ? std::nullopt : std::optional(found->second);
}

void write(Connection& connection, const Changed& changed, int score_version) {
    if (changed.ids.empty())
        return;
    connection.exec_prepared(
        write_signals,
        Params(
            changed.ids,
            changed.basis,
            changed.evidence,
            changed.counted_from,
            changed.expected_at,
            changed.late_at,
            changed.very_late_at,
            changed.quality,
            changed.formats_right,
            changed.formats_seen,
            changed.contact_bounces,
            changed.mqa,
            score_version
        )
    );
}

Assessment stored_of(const DatasetSignal& signal) {
    Assessment out;
    out.freshness = signal.freshness;
    out.quality = signal.quality;
    out.mqa = signal.mqa;
    out.formats_right = signal.formats_right;
    out.contact_bounces = signal.contact_bounces;
    return out;
}

// Documentation is no file.
bool has_file(const Dataset& dataset) {
    return std::any_of(
        dataset.distributions.begin(),
        dataset.distributions.end(),
        [](const Distribution& one) { return strcasecmp(one.kind.c_str(), "documentation") != 0; }
    );
}

// What differs from what is stored, of the datasets after `after`.
AssessmentReport judge(
    Connection& connection,
    const AssessmentRules& rules,
    std::int64_t source,
    const Uuid& after,
    AssessmentContext context,
    QualityTally tally,
    int count
) {
    AssessmentReport report;
    const std::vector<std::int64_t> hours = touched_hours(connection, source);
    context.mass_touched = hours;
    const Rows rows = connection.exec_prepared(next_datasets, Params(source, after, count));
    std::vector<Uuid> ids;
    for (int i = 0; i < rows.size(); ++i)
        ids.push_back(rows.uuid(i, 0));
    fill_link_shares(connection, ids);
    const std::map<Uuid, Instant> words = confirmed(connection, ids);
    const std::map<Uuid, Looks> looks = looks_of(connection, ids);
    const Looks unseen{};
    const std::set<Uuid> unreached = without_reached_contact(connection, ids);
    Changed changed;
    std::vector<Uuid> empty;
    std::vector<Uuid> emptied;
    for (const DatasetRecord& record : read_datasets(connection, ids)) {
        context.confirmed = found_in(words, record.id.uuid);
        const auto seen = looks.find(record.id.uuid);
        const Looks& of_files = seen == looks.end() ? unseen : seen->second;
        context.content = of_files.changed;
        context.files = of_files.files;
        context.contact_bounces = unreached.contains(record.id.uuid);
        const Judgement judgement = rules.assess(record, context);
        const Assessment& judged = judgement.assessment;
        if (judged.quality && !record.takedown)
            tally.add(*judged.quality, judgement.lost);
        const Assessment stored = stored_of(record.signal);
        if (!has_file(record.dataset)) {
            empty.push_back(record.id.uuid);
            // Never judged before: it came without.
            if (record.signal.quality)
                emptied.push_back(record.id.uuid);
        }
        if (judged != stored)
            changed.add(record.id.uuid, judged);
    }
    write(connection, changed, rules.score_version);
    connection.exec_prepared(note_empty, Params(ids, empty, emptied));
    report.looked_at = rows.size();
    report.changed = static_cast<std::int64_t>(changed.ids.size());
    if (rows.size() < count)
        connection.exec_prepared(end_walk, Params(source, tally.encode()));
    else
        connection.exec_prepared(go_on, Params(source, ids.back(), tally.encode()));
    return report;
}

AssessmentReport step(Connection& connection, const AssessmentRules& rules, int count) {
    AssessmentReport report;
    const auto body = [&](bool) {
        report = AssessmentReport();
        Transaction transaction(connection);
        connection.exec_prepared(add_unassessed_sources);
        const Rows taken = connection.exec_prepared(take_source, Params(rules.version));
        if (taken.size() == 0) {
            transaction.commit();
            return PageOutcome{};
        }
        const std::int64_t source = taken.int64(0, 0);
        const std::string key = taken.str(0, 1);
        std::optional<Uuid> after = taken.optional_uuid(0, 2);
        // Begun by a program that counted nothing: half a walk tells nothing of the whole.
        if (taken.is_null(0, 6))
            after.reset();
        QualityTally tally;
        if (after) {
            tally = QualityTally::decode(taken.text(0, 6));
        } else {
            connection.exec_prepared(begin_walk, Params(source, rules.version, taken.int64(0, 3)));
            connection.exec_prepared(forget_touches, Params(source));
            connection.exec_prepared(find_touches, Params(source, touched_min));
            after = Uuid{};
        }
        AssessmentContext context;
        context.seen = taken.instant(0, 4);
        context.now = taken.instant(0, 5);
        report = judge(connection, rules, source, *after, context, tally, count);
        report.source_key = key;
        number_changes(connection, std::nullopt);
        fail_point("in_assessment");
        transaction.commit();
        return PageOutcome{};
    };
    retrying(connection, body);
    return report;
}

class PgAssessmentStore final : public AssessmentStore {
public:
    explicit PgAssessmentStore(Database& database) : database_(database) {}

    asio::awaitable<Result<AssessmentReport>>
    assess_some(AssessmentRules rules, int count) override {
        return database_.run<AssessmentReport>(
            "assess",
            [rules = std::move(rules), count](Connection& c) -> Result<AssessmentReport> {
                return step(c, rules, count);
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<AssessmentStore> make_assessment_store(Database& database) {
    return std::make_unique<PgAssessmentStore>(database);
}

} // namespace moisson::store

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/source_replacement.hpp"

#include "store/connection.hpp"
#include "store/identity_clues.hpp"
#include "store/record_issues.hpp"
#include "store/record_writer.hpp"
#include "store/rename.hpp"

#include <fmt/format.h>

#include <array>

namespace moisson::store {
namespace {

// Both rows in one order, whoever asks.
constexpr const char* lock_sources =
    "select from source where key = any($1) order by id for update";
constexpr const char* find_replaced_source = R"sql(
select s.id, s.portal, p.key, s.enabled,
    exists (select from run r where r.source = s.id and r.settled_at is not null),
    exists (select from run r where r.source = s.id and r.state = 'running')
from source s join portal p on p.id = s.portal where s.key = $1)sql";

// $1 old source, $2 new one.
constexpr const char* count_records = R"sql(
with shared as materialized (
    select d.id from dataset d where d.source = $1
    intersect select r.dataset from remote_id r where r.source = $2)
select (select count(*) from shared),
    (select count(*) from dataset d where d.source = $1 and d.state = 'active'
        and d.id not in (select id from shared)),
    (select count(*) from dataset d where d.source = $2 and d.state = 'active'))sql";

constexpr const char* describe_pairs = R"sql(
select d.title, d.remote_id, n.remote_id, d.state = 'active'
from unnest($1, $2) with ordinality p (gone, born, place)
join dataset d on d.id = p.gone join dataset n on n.id = p.born order by p.place)sql";

// $1 old source, $2 new one. What changed hands is the new source's from now on. Corrections of all
// of the old source are its own: they are about the words of its software. Whoever is mapping
// records of either again begins anew.
constexpr std::array<const char*, 6> hand_over = {
    "update source set overlay_revision = overlay_revision + 1 where id in ($1, $2)",
    "update overlay set source = $2 where source = $1 and dataset is not null and ended_at is null",
    "update dataset set source = $2 where source = $1",
    "update absence set source = $2 where source = $1",
    "update dataset_issue set source = $2 where source = $1",
    "update run set decision = 'superseded', decided_at = moisson.now(), decided_by = 'moissond', "
    "decision_reason = 'the source was replaced by ' || (select key from source where id = $2) "
    "where source = $1 and state = 'held' and decision is null"};

constexpr const char* put_replaced_event = R"sql(
insert into event (kind, subject, at, payload)
values ('source.replaced', 'source:' || $1, moisson.now(),
    jsonb_build_object('by', $2, 'new', $3, 'matched', $4::bigint, 'unmatched', $5::bigint)))sql";

struct SourcePlace {
    std::int64_t id = 0;
    std::int64_t portal = 0;
    std::string portal_key;
    bool enabled = false;
    bool settled = false;
    bool running = false;
};

Result<SourcePlace> find_source_place(Connection& connection, const std::string& key) {
    const Rows rows = connection.exec(find_replaced_source, Params(key));
    if (rows.size() == 0)
        return Error(Code::not_found, "no source " + key);
    SourcePlace place;
    place.id = rows.int64(0, 0);
    place.portal = rows.int64(0, 1);
    place.portal_key = rows.str(0, 2);
    place.enabled = rows.boolean(0, 3);
    place.settled = rows.boolean(0, 4);
    place.running = rows.boolean(0, 5);
    return place;
}

std::optional<Error> obstacle(
    const ReplacementRequest& request,
    const SourcePlace& old_place,
    const SourcePlace& new_place
) {
    const auto because = [](std::string phrase) {
        return std::optional(Error(Code::invalid_argument, std::move(phrase)));
    };
    if (old_place.enabled)
        return because(fmt::format("source {} is still harvested", request.old_source));
    if (!new_place.settled)
        return because(fmt::format("source {} was never read whole", request.new_source));
    if (old_place.running || new_place.running)
        return because("a run of one of the sources is under way");
    return std::nullopt;
}

void describe(Connection& connection, const std::vector<Rename>& renames, Replacement& out) {
    std::vector<Uuid> gone;
    std::vector<Uuid> born;
    for (const Rename& rename : renames) {
        gone.push_back(rename.gone.uuid);
        born.push_back(rename.born.uuid);
    }
    const Rows rows = connection.exec(describe_pairs, Params(gone, born));
    for (int i = 0; i < rows.size(); ++i) {
        const Rename& rename = renames[static_cast<std::size_t>(i)];
        out.pairs.push_back(
            {rename.gone, rows.str(i, 0), rows.str(i, 1), rows.str(i, 2), rename.evidence}
        );
        out.unmatched_old -= rows.boolean(i, 3) ? 1 : 0;
    }
    out.unmatched_new = out.active_new - static_cast<std::int64_t>(renames.size());
}

void apply(
    Connection& connection,
    const ReplacementRequest& request,
    const SourcePlace& old_place,
    const SourcePlace& new_place,
    const std::vector<Rename>& renames,
    const Replacement& told
) {
    const std::int64_t joined = apply_renames(connection, new_place.id, 0, renames);
    for (const char* sql : hand_over)
        connection.exec(sql, Params(old_place.id, new_place.id));
    connection.exec(
        put_replaced_event,
        Params(request.old_source, request.by, request.new_source, joined, told.unmatched_old)
    );
    sum_record_issues(connection, old_place.id);
    sum_record_issues(connection, new_place.id);
    number_changes(connection, std::nullopt);
}

Result<Replacement> replace(Connection& connection, const ReplacementRequest& request) {
    Replacement out;
    std::optional<Error> refused;
    const auto body = [&](bool) {
        out = Replacement();
        refused.reset();
        Transaction transaction(connection);
        connection.exec(
            lock_sources,
            Params(std::vector<std::string>{request.old_source, request.new_source})
        );
        const Result<SourcePlace> old_place = find_source_place(connection, request.old_source);
        const Result<SourcePlace> new_place = find_source_place(connection, request.new_source);
        if (old_place.has_error() || new_place.has_error()) {
            refused = old_place.has_error() ? old_place.error() : new_place.error();
            return PageOutcome{};
        }
        if (old_place->id == new_place->id || old_place->portal != new_place->portal) {
            refused = Error(Code::invalid_argument, "two sources of one portal are needed");
            return PageOutcome{};
        }
        out.portal = old_place->portal_key;
        out.obstacle = obstacle(request, *old_place, *new_place);
        if (out.obstacle && request.apply) {
            refused = out.obstacle;
            return PageOutcome{};
        }
        const std::vector<Rename> renames =
            find_counterparts(connection, old_place->id, new_place->id);
        const Rows counts = connection.exec(count_records, Params(old_place->id, new_place->id));
        out.shared = counts.int64(0, 0);
        out.unmatched_old = counts.int64(0, 1);
        out.active_new = counts.int64(0, 2);
        describe(connection, renames, out);
        if (request.apply) {
            apply(connection, request, *old_place, *new_place, renames, out);
            out.applied = true;
        }
        transaction.commit();
        return PageOutcome{};
    };
    prepare_identity(connection);
    prepare_renames(connection);
    retrying(connection, body);
    if (refused)
        return std::move(*refused);
    return out;
}

} // namespace

asio::awaitable<Result<Replacement>>
replace_source(Database& database, ReplacementRequest request) {
    std::function<Result<Replacement>(Connection&)> job =
        [asked = std::move(request)](Connection& connection) { return replace(connection, asked); };
    Result<Replacement> done = co_await database.run<Replacement>("replace_source", std::move(job));
    co_return done;
}

} // namespace moisson::store

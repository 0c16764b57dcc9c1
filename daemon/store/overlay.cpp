// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/overlay.hpp"

#include "core/limits.hpp"
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/place.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::store {
namespace {

constexpr std::int64_t overlays_max = 1000;

constexpr const char* select_overlays = R"sql(
select * from (
    select o.id, o.source, s.key, o.dataset, coalesce(d.slug, ''), o.field, o.action, o.value,
        o.when_field, o.when_value, o.author, o.reason, o.made_at, o.expires_at, o.ended_at,
        o.ended_by, o.end_reason
    from overlay o join source s on s.id = o.source join portal p on p.id = s.portal
    left join dataset d on d.id = o.dataset
    where ($1::bigint is null or o.id = $1) and ($2 = '' or s.key = $2)
      and ($3::uuid is null or o.dataset = $3) and ($4 or o.ended_at is null)
      and ($6::text[] is null or p.key = any($6))
    order by o.id desc limit $5) newest
order by id)sql";

constexpr const char* find_source_of = "select source from dataset where id = $1";
constexpr const char* find_overlaid_source = "select id from source where key = $1";

// Also the lock under which the corrections of a source are counted.
constexpr const char* raise_overlay_revision =
    "update source set overlay_revision = overlay_revision + 1 where id = $1";
constexpr const char* count_in_force =
    "select count(*) from overlay where source = $1 and ended_at is null";

// Whatever its author and reason: it would change nothing.
constexpr const char* find_same = R"sql(
select id from overlay
where source = $1 and dataset is not distinct from $2 and field = $3 and action = $4 and value = $5
  and when_field = $6 and when_value = $7 and expires_at is not distinct from $8
  and ended_at is null
order by id limit 1)sql";

constexpr const char* insert_overlay = R"sql(
insert into overlay (source, dataset, field, action, value, when_field, when_value, author, reason,
    made_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, moisson.now(), $10)
returning id)sql";

constexpr const char* find_open = "select source, ended_at is null from overlay where id = $1 "
                                  "for update";
constexpr const char* put_end = "update overlay set ended_at = moisson.now(), ended_by = $2, "
                                "end_reason = $3 where id = $1";

constexpr const char* put_overlay_event = R"sql(
insert into event (kind, subject, at, payload)
select $2, 'overlay:' || o.id, moisson.now(), jsonb_build_object('by', $3::text,
    'reason', $4::text, 'source', s.key, 'dataset', o.dataset, 'field', o.field, 'value', o.value,
    'action', o.action)
    || jsonb_strip_nulls(jsonb_build_object(
        'when', case when o.when_field <> '' then
            jsonb_build_object('field', o.when_field, 'value', o.when_value) end,
        'expires_at', to_char(o.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
from overlay o join source s on s.id = o.source where o.id = $1)sql";

constexpr const char* expire = R"sql(
with gone as (
    update overlay set ended_at = expires_at, ended_by = 'moissond', end_reason = 'expired'
    where ended_at is null and expires_at <= moisson.now() returning source)
update source s set overlay_revision = overlay_revision + 1
from (select distinct source from gone) g where s.id = g.source)sql";

constexpr const char* find_outdated =
    "select id, key from source where overlay_applied < overlay_revision order by id";

Overlay read_overlay(const Rows& rows, int row) {
    Overlay overlay;
    overlay.id = rows.int64(row, 0);
    overlay.source = SourceId(rows.int64(row, 1));
    overlay.source_key = rows.str(row, 2);
    if (const auto dataset = rows.optional_uuid(row, 3))
        overlay.dataset = DatasetId(*dataset);
    overlay.slug = rows.str(row, 4);
    overlay.correction.field = rows.str(row, 5);
    overlay.correction.action =
        correction_action_from_string(rows.text(row, 6)).value_or(CorrectionAction::replace);
    overlay.correction.value = rows.str(row, 7);
    overlay.correction.when.field = rows.str(row, 8);
    overlay.correction.when.value = rows.str(row, 9);
    overlay.correction.author = rows.str(row, 10);
    overlay.correction.reason = rows.str(row, 11);
    overlay.correction.made_at = rows.instant(row, 12);
    overlay.correction.expires_at = rows.optional_instant(row, 13);
    overlay.ended_at = rows.optional_instant(row, 14);
    overlay.ended_by = rows.str(row, 15);
    overlay.end_reason = rows.str(row, 16);
    return overlay;
}

// `query.dataset` is looked up before.
std::vector<Overlay>
read_overlays(Connection& connection, const OverlayQuery& query, std::optional<Uuid> dataset) {
    const auto portals = portals_within(connection, query.remit);
    const Rows rows = connection.exec(
        select_overlays,
        Params(query.id, query.source_key, dataset, query.with_ended, overlays_max, portals)
    );
    std::vector<Overlay> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(read_overlay(rows, i));
    return out;
}

// Ended or not.
Overlay read_numbered(Connection& connection, std::int64_t id) {
    OverlayQuery query;
    query.id = id;
    query.with_ended = true;
    return read_overlays(connection, query, std::nullopt).front();
}

struct OverlaidPlace {
    std::int64_t source = 0;
    std::optional<Uuid> dataset;
};

Result<OverlaidPlace> find_overlaid_place(Connection& connection, const OverlayRequest& request) {
    OverlaidPlace place;
    if (request.dataset.empty()) {
        const Rows source = connection.exec(find_overlaid_source, Params(request.source_key));
        if (source.size() == 0)
            return Error(Code::not_found, "no source " + request.source_key);
        place.source = source.int64(0, 0);
        return place;
    }
    place.dataset = dataset_named(connection, request.dataset);
    const Rows source = connection.exec(find_source_of, Params(place.dataset.value_or(Uuid{})));
    if (source.size() == 0)
        return Error(Code::not_found, "no dataset " + request.dataset);
    place.source = source.int64(0, 0);
    return place;
}

std::optional<std::int64_t>
same_in_force(Connection& connection, const OverlaidPlace& place, const Correction& correction) {
    const Rows same = connection.exec(
        find_same,
        Params(
            place.source,
            place.dataset,
            correction.field,
            to_string(correction.action),
            correction.value,
            correction.when.field,
            correction.when.value,
            correction.expires_at
        )
    );
    return same.size() > 0 ? std::optional(same.int64(0, 0)) : std::nullopt;
}

Result<std::optional<Overlay>> find(Connection& connection, const OverlayRequest& request) {
    const Result<OverlaidPlace> place = find_overlaid_place(connection, request);
    if (!place)
        return place.error();
    const auto id = same_in_force(connection, *place, request.correction);
    std::optional<Overlay> same;
    OverlayQuery query;
    query.id = id;
    if (id)
        for (Overlay& one : read_overlays(connection, query, std::nullopt))
            same = std::move(one);
    return same;
}

Result<Overlay> add(Connection& connection, const OverlayRequest& request) {
    Transaction transaction(connection);
    const Result<OverlaidPlace> place = find_overlaid_place(connection, request);
    if (!place)
        return place.error();
    connection.exec(raise_overlay_revision, Params(place->source));
    const std::int64_t known = connection.exec(count_in_force, Params(place->source)).int64(0, 0);
    if (known >= static_cast<std::int64_t>(limits::corrections_per_source))
        return Error(
            Code::invalid_argument,
            fmt::format("this source has {} corrections already", known)
        );
    const Correction& correction = request.correction;
    if (const auto same = same_in_force(connection, *place, correction))
        return Error(Code::invalid_argument, fmt::format("correction {} says this already", *same));
    const Rows inserted = connection.exec(
        insert_overlay,
        Params(
            place->source,
            place->dataset,
            correction.field,
            to_string(correction.action),
            correction.value,
            correction.when.field,
            correction.when.value,
            correction.author,
            correction.reason,
            correction.expires_at
        )
    );
    const std::int64_t id = inserted.int64(0, 0);
    connection.exec(
        put_overlay_event,
        Params(id, "overlay.made", correction.author, correction.reason)
    );
    Overlay overlay = read_numbered(connection, id);
    transaction.commit();
    return overlay;
}

Result<Overlay> end(Connection& connection, const OverlayEnd& request) {
    Transaction transaction(connection);
    const Rows found = connection.exec(find_open, Params(request.id));
    if (found.size() == 0)
        return Error(Code::not_found, fmt::format("no correction {}", request.id));
    if (!found.boolean(0, 1))
        return Error(
            Code::invalid_argument,
            fmt::format("correction {} has ended already", request.id)
        );
    connection.exec(raise_overlay_revision, Params(found.int64(0, 0)));
    connection.exec(put_end, Params(request.id, request.by, request.reason));
    connection.exec(
        put_overlay_event,
        Params(request.id, "overlay.ended", request.by, request.reason)
    );
    Overlay overlay = read_numbered(connection, request.id);
    transaction.commit();
    return overlay;
}

Result<std::vector<Overlay>> list(Connection& connection, const OverlayQuery& query) {
    std::optional<Uuid> dataset;
    if (!query.dataset.empty()) {
        dataset = dataset_named(connection, query.dataset);
        // Its corrections outlive a purge.
        if (!dataset)
            dataset = uuid_from_string(query.dataset);
        if (!dataset)
            return Error(Code::not_found, "no dataset " + query.dataset);
    }
    return read_overlays(connection, query, dataset);
}

Result<std::vector<OutdatedSource>> expire_all(Connection& connection) {
    connection.exec(expire);
    const Rows rows = connection.exec(find_outdated);
    std::vector<OutdatedSource> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back({SourceId(rows.int64(i, 0)), rows.str(i, 1)});
    return out;
}

} // namespace

asio::awaitable<Result<Overlay>> add_overlay(Database& database, OverlayRequest request) {
    std::function<Result<Overlay>(Connection&)> job = [asked = std::move(request)](Connection& c) {
        return add(c, asked);
    };
    Result<Overlay> overlay = co_await database.run<Overlay>("add_overlay", std::move(job));
    co_return overlay;
}

asio::awaitable<Result<std::optional<Overlay>>>
find_overlay(Database& database, OverlayRequest request) {
    std::function<Result<std::optional<Overlay>>(Connection&)> job =
        [asked = std::move(request)](Connection& c) { return find(c, asked); };
    Result<std::optional<Overlay>> overlay =
        co_await database.run<std::optional<Overlay>>("find_overlay", std::move(job));
    co_return overlay;
}

asio::awaitable<Result<Overlay>> end_overlay(Database& database, OverlayEnd request) {
    std::function<Result<Overlay>(Connection&)> job = [asked = std::move(request)](Connection& c) {
        return end(c, asked);
    };
    Result<Overlay> overlay = co_await database.run<Overlay>("end_overlay", std::move(job));
    co_return overlay;
}

asio::awaitable<Result<std::vector<Overlay>>>
list_overlays(Database& database, OverlayQuery query) {
    std::function<Result<std::vector<Overlay>>(Connection&)> job =
        [asked = std::move(query)](Connection& c) { return list(c, asked); };
    Result<std::vector<Overlay>> overlays =
        co_await database.run<std::vector<Overlay>>("list_overlays", std::move(job));
    co_return overlays;
}

asio::awaitable<Result<std::vector<OutdatedSource>>> expire_overlays(Database& database) {
    std::function<Result<std::vector<OutdatedSource>>(Connection&)> job = expire_all;
    Result<std::vector<OutdatedSource>> sources =
        co_await database.run<std::vector<OutdatedSource>>("expire_overlays", std::move(job));
    co_return sources;
}

} // namespace moisson::store

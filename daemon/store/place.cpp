// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/place.hpp"

#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/run_queue.hpp"
#include "store/takedown_target.hpp"

namespace moisson::store {
namespace {

constexpr const char* by_run = "select p.key, p.countries, '' from run r "
                               "join source s on s.id = r.source join portal p on p.id = s.portal "
                               "where r.id = $1::text::bigint";
constexpr const char* by_source = "select p.key, p.countries, '' from source s "
                                  "join portal p on p.id = s.portal where s.key = $1";
constexpr const char* by_takedown =
    "select p.key, p.countries, t.label from takedown t "
    "join portal p on p.id = t.portal where t.id = $1::text::bigint";
constexpr const char* by_alert = "select coalesce(a.portal, ''), "
                                 "coalesce(p.countries, a.countries), '' from alert a "
                                 "left join portal p on p.key = a.portal "
                                 "where a.id = $1::text::bigint";
constexpr const char* by_key = "select key, countries, '' from portal where key = $1";
constexpr const char* by_organization =
    "select p.key, p.countries, coalesce(a.name->0->>1, a.name->>0, a.key) from agent a "
    "join portal p on p.id = a.portal where a.id::text = $1";
constexpr const char* by_dataset = "select p.key, p.countries, '' from dataset d "
                                   "join source s on s.id = d.source "
                                   "join portal p on p.id = s.portal where d.id = $1";
constexpr const char* by_correction =
    "select p.key, p.countries, '' from overlay o join source s on s.id = o.source "
    "join portal p on p.id = s.portal where o.id = $1::text::bigint";
constexpr const char* by_portal = "select key, countries from portal where id = $1";
constexpr const char* keys_within =
    "select coalesce(array_agg(key), '{}') from portal where key = any($1) or countries && $2";

Result<Place> read_place(const Rows& rows, Error missing) {
    if (rows.size() == 0)
        return missing;
    Place place;
    place.portal = rows.str(0, 0);
    place.countries = rows.texts(0, 1);
    place.label = rows.str(0, 2);
    return place;
}

Result<Place> find_by_target(Connection& connection, const std::string& name) {
    const Result<TakedownTarget> target = find_target(connection, name);
    if (!target)
        return target.error();
    const Rows rows = connection.exec(by_portal, Params(target->portal));
    Place place;
    place.label = target->label;
    if (rows.size() > 0) {
        place.portal = rows.str(0, 0);
        place.countries = rows.texts(0, 1);
    }
    return place;
}

Result<Place> find_dataset(Connection& connection, const std::string& name) {
    const Uuid id = dataset_named(connection, name).value_or(Uuid{});
    return read_place(
        connection.exec(by_dataset, Params(id)),
        Error(Code::not_found, "no dataset " + name)
    );
}

Result<Place> find(Connection& connection, PlaceOf kind, const std::string& name) {
    const Params params(name);
    switch (kind) {
    case PlaceOf::run:
        return read_place(
            connection.exec(by_run, params),
            Error(Code::not_found, "no run " + name)
        );
    case PlaceOf::source:
        return read_place(
            connection.exec(by_source, params),
            Error(Code::not_found, "no source " + name)
        );
    case PlaceOf::takedown:
        return read_place(
            connection.exec(by_takedown, params),
            Error(Code::not_found, "no takedown " + name)
        );
    case PlaceOf::alert:
        return read_place(
            connection.exec(by_alert, params),
            Error(Code::not_found, "no alert " + name)
        );
    case PlaceOf::portal:
        return read_place(
            connection.exec(by_key, params),
            Error(Code::not_found, "no portal " + name)
        );
    case PlaceOf::organization:
        return read_place(
            connection.exec(by_organization, params),
            Error(Code::not_found, "no organization " + name)
        );
    case PlaceOf::dataset:
        return find_dataset(connection, name);
    case PlaceOf::correction:
        return read_place(
            connection.exec(by_correction, params),
            Error(Code::not_found, "no correction " + name)
        );
    case PlaceOf::target:
        break;
    }
    return find_by_target(connection, name);
}

} // namespace

std::optional<std::vector<std::string>> portals_within(Connection& connection, const Remit& remit) {
    if (remit.countries.empty() && remit.portals.empty())
        return std::nullopt;
    return connection.exec(keys_within, Params(remit.portals, remit.countries)).texts(0, 0);
}

asio::awaitable<Result<Place>> find_place(Database& database, PlaceOf kind, std::string name) {
    std::function<Result<Place>(Connection&)> job = [kind, asked = std::move(name)](Connection& c) {
        return find(c, kind, asked);
    };
    Result<Place> place = co_await database.run<Place>("find_place", std::move(job));
    co_return place;
}

asio::awaitable<Result<RequestedRun>> request_run(
    Database& database,
    std::string source_key,
    RunMode mode,
    std::string reason,
    std::string by
) {
    std::function<Result<RequestedRun>(Connection&)> job =
        [key = std::move(source_key), mode, why = std::move(reason), author = std::move(by)](
            Connection& c
        ) { return request_run(c, key, mode, why, author); };
    Result<RequestedRun> run = co_await database.run<RequestedRun>("request_run", std::move(job));
    co_return run;
}

} // namespace moisson::store

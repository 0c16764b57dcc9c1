// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/takedown_target.hpp"

#include "store/catalog_queries.hpp"
#include "store/connection.hpp"

#include <charconv>

namespace moisson::store {
namespace {

constexpr const char* find_dataset = R"sql(
select d.id, s.portal, d.slug from dataset d join source s on s.id = d.source where d.id = $1)sql";

constexpr const char* find_agents = R"sql(
select a.id, a.portal, p.key || '/' || coalesce(nullif(a.slug, ''), a.key)
from agent a join portal p on p.id = a.portal
where p.key = $1 and (a.slug = $2 or a.key = $2) order by a.id limit 2)sql";

constexpr const char* find_distribution =
    "select id from distribution where dataset = $1 and (id = $2 or position = $3) limit 1";

Result<TakedownTarget> find_dataset_target(Connection& connection, const std::string& name) {
    const std::optional<Uuid> id = dataset_named(connection, name);
    const Rows rows = connection.exec(find_dataset, Params(id.value_or(Uuid{})));
    if (rows.size() == 0)
        return Error(Code::not_found, "no dataset " + name);
    TakedownTarget target;
    target.subject = rows.uuid(0, 0);
    target.scope = target.subject;
    target.portal = rows.int64(0, 1);
    target.label = rows.str(0, 2);
    return target;
}

Result<TakedownTarget>
find_organization(Connection& connection, const std::string& portal, const std::string& name) {
    const Rows rows = connection.exec(find_agents, Params(portal, name));
    if (rows.size() == 0)
        return Error(Code::not_found, "no organization " + name + " in portal " + portal);
    if (rows.size() > 1)
        return Error(Code::invalid_argument, "several organizations are called " + name);
    TakedownTarget target;
    target.kind = TakedownKind::organization;
    target.subject = rows.uuid(0, 0);
    target.scope = target.subject;
    target.portal = rows.int64(0, 1);
    target.label = rows.str(0, 2);
    return target;
}

Result<TakedownTarget>
find_part(Connection& connection, const std::string& dataset, const std::string& part) {
    Result<TakedownTarget> target = find_dataset_target(connection, dataset);
    if (!target)
        return target;
    const std::optional<Uuid> id = uuid_from_string(part);
    std::int64_t number = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
    if (read.ec != std::errc{} || read.ptr != part.data() + part.size())
        number = 0;
    const Rows rows =
        connection.exec(find_distribution, Params(target->scope, id.value_or(Uuid{}), number - 1));
    if (rows.size() == 0)
        return Error(Code::not_found, "no distribution " + part + " of " + dataset);
    target->kind = TakedownKind::distribution;
    target->subject = rows.uuid(0, 0);
    target->label += "#" + to_string(target->subject);
    return target;
}

} // namespace

Result<TakedownTarget> find_target(Connection& connection, const std::string& name) {
    if (const std::size_t hash = name.rfind('#'); hash != name.npos)
        return find_part(connection, name.substr(0, hash), name.substr(hash + 1));
    // An alias may hold a slash, as URIs do.
    Result<TakedownTarget> dataset = find_dataset_target(connection, name);
    const std::size_t slash = name.find('/');
    if (dataset || slash == name.npos)
        return dataset;
    return find_organization(connection, name.substr(0, slash), name.substr(slash + 1));
}

} // namespace moisson::store

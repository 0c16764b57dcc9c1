// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/portal_sync.hpp"

#include "core/digest.hpp"
#include "store/connection.hpp"
#include "store/json_writer.hpp"
#include "store/source_health.hpp"
#include "store/transient.hpp"

#include <algorithm>

namespace moisson::store {
namespace {

constexpr const char* put_portal = R"sql(
insert into portal as p (key, title, url, description, countries, languages, owner, enabled)
values ($1, $2, $3, $4, $5, $6, $7, true)
on conflict (key) do update set title = excluded.title, url = excluded.url,
    description = excluded.description, countries = excluded.countries,
    languages = excluded.languages, owner = excluded.owner, enabled = true
returning id)sql";

// A source that is another one now is not ill any more.
constexpr const char* put_source = R"sql(
insert into source as s (portal, key, connector, url, public_url, enabled, every, full_every,
    config_hash)
values ($1, $2, $3, $4, $5, $6, make_interval(secs => $7), make_interval(secs => $8), $9)
on conflict (key) do update set portal = excluded.portal, connector = excluded.connector,
    url = excluded.url, public_url = excluded.public_url, enabled = excluded.enabled,
    every = excluded.every, full_every = excluded.full_every, config_hash = excluded.config_hash
returning id, (select o.config_hash from source o where o.key = $2) <> $9)sql";

void write_filter(JsonObject& object, const std::string& name, const Filter& filter) {
    JsonObject inner(object.value(name));
    inner.texts("include", filter.include);
    inner.texts("exclude", filter.exclude);
    inner.close();
}

void put(Connection& connection, std::int64_t portal, const Source& source) {
    const Rows row = connection.exec(
        put_source,
        Params(
            portal,
            source.key,
            source.connector,
            source.url,
            source.public_url,
            source.enabled,
            std::max(1.0, in_seconds(source.interval)),
            in_seconds(source.full_every),
            config_hash(source)
        )
    );
    const bool is_another = !row.is_null(0, 1) && row.boolean(0, 1);
    if (is_another)
        try_at_once(connection, row.int64(0, 0));
}

void write_all(Connection& connection, const std::vector<Portal>& portals) {
    Transaction transaction(connection);
    // Two processes that start together write the same rows in turn.
    connection.exec("lock table portal in share row exclusive mode");
    std::vector<std::string> portal_keys;
    std::vector<std::string> source_keys;
    for (const Portal& portal : portals) {
        const Rows id = connection.exec(
            put_portal,
            Params(
                portal.key,
                portal.title,
                portal.url,
                portal.description,
                portal.countries,
                portal.languages,
                portal.owner
            )
        );
        portal_keys.push_back(portal.key);
        for (const Source& source : portal.sources) {
            put(connection, id.int64(0, 0), source);
            source_keys.push_back(source.key);
        }
    }
    connection.exec("update portal set enabled = false where key <> all($1)", Params(portal_keys));
    connection.exec("update source set enabled = false where key <> all($1)", Params(source_keys));
    connection.exec(
        "update run set state = 'cancelled', ended_at = moisson.now(), token = token + 1, "
        "reason = 'the source was disabled' where state in ('pending', 'interrupted') "
        "and source in (select id from source where not enabled)"
    );
    transaction.commit();
}

} // namespace

std::string config_hash(const Source& source) {
    std::string json;
    JsonObject object(json);
    object.text("connector", source.connector);
    object.text("url", source.url);
    // The usual bound takes nothing away from any catalogue.
    const bool is_usual = source.records_max == usual_records_max;
    object.number("records_max", is_usual ? 0 : source.records_max);
    for (const auto& [name, filter] : source.filters)
        if (!filter.empty())
            write_filter(object, name, filter);
    // Where the lists are and what names a record: another catalogue when they change.
    if (!source.json.empty()) {
        object.texts("list", source.json.list);
        object.text("items", source.json.items);
        object.texts("id", source.json.id);
    }
    // The same document shows other records when it is read otherwise.
    if (!source.rdf.empty()) {
        object.text("syntax", source.rdf.syntax);
        object.texts("contexts", source.rdf.contexts);
    }
    object.close();
    return to_hex(sha256(json)).substr(0, 32);
}

Result<void> sync_portals(Connection& connection, const std::vector<Portal>& portals) {
    // Beside runs that end, which lock their run before its source.
    return again_when_refused([&]() -> Result<void> {
        write_all(connection, portals);
        return {};
    });
}

} // namespace moisson::store

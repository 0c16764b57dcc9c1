// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The fingerprint of testing.md 4: two databases that hold the same catalogue have the same one,
// whatever the order, pages, crashes and hours of their harvests.
#include "core/digest.hpp"
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/raw_dictionaries.hpp"

#include <array>

namespace moisson::store {
namespace {

constexpr int rows_per_fetch = 2000;

struct Table {
    std::string_view name;
    const char* rows; // one text column, in key order
};

// Row numbers are replaced by keys. Left out: run ids, change numbers, times of ours, the collision
// number of slugs, attributes of agents that two records give differently (the last writer wins),
// histories, which tell how often somebody looked, and verdicts, which are worked out later.
constexpr auto compared_tables = std::to_array<Table>({
    {"portal",
     "select p::text from (select key, title, url, description, countries, languages, owner, "
     "enabled from portal) p order by key"},
    {"source",
     "select s::text from (select s.key, p.key as portal, s.connector, s.url, s.public_url, "
     "s.enabled, s.every, s.full_every, s.config_hash from source s join portal p on p.id = "
     "s.portal) s order by key"},
    {"dataset",
     "select d::text from (select d.id, s.key as source, d.state, d.publisher, d.creator, "
     "d.issued, "
     "d.modified, d.source_digest, d.mapping_version, d.remote_id, regexp_replace(d.slug, "
     "'--[0-9]+$', "
     "'') as slug, d.title, d.licence, d.access_right, d.frequency, d.themes, d.countries, "
     "d.languages, "
     "d.metadata::text as metadata from dataset d join source s on s.id = d.source) d order by id"},
    {"distribution",
     "select d::text from (select dataset, position, id, link, url, format, "
     "format_family, media_type, byte_size, metadata::text as metadata from "
     "distribution) d order by dataset, position"},
    {"link", "select l::text from (select id, url, host from link) l order by id"},
    {"agent",
     "select a::text from (select a.id, p.key as portal, a.key from agent a join portal p on "
     "p.id = a.portal) a order by id"},
    {"remote_id",
     "select r::text from (select s.key as source, r.remote_id, r.dataset from remote_id r "
     "join source s on s.id = r.source) r order by source collate \"C\", remote_id collate "
     "\"C\""},
    {"alias", "select a::text from alias a order by alias collate \"C\", dataset"},
    {"slug",
     "select s::text from (select dataset, stem, purged_at is not null from slug) s order by "
     "dataset, stem collate \"C\""},
    {"dataset_issue",
     "select i::text from (select dataset, codes, issues::text as issues from dataset_issue) i "
     "order by dataset"},
    {"absence",
     "select a::text from (select a.dataset, s.key, a.archived_at is not null, a.runs from "
     "absence a join source s on s.id = a.source) a order by dataset"},
    {"dataset_signal",
     "select s::text from (select dataset, popularity, counters::text from dataset_signal "
     "where counters::text <> '{}') s order by dataset"},
    {"overlay",
     "select o::text from (select s.key, o.dataset, o.field, o.action, o.value, o.when_field, "
     "o.when_value, o.reason from overlay o join source s on s.id = o.source where o.ended_at is "
     "null) o order by o::text collate \"C\""},
    {"takedown",
     "select t::text from (select subject, kind, label, ground, reason from takedown where "
     "lifted_at is null) t order by subject"},
});

// Compression depends on when it was done: what counts is what was compressed.
constexpr const char* raw_records =
    "select dataset::text, codec, dictionary, bytes from raw_record order by dataset";

template <class Use>
Result<void> walk_cursor(Connection& connection, const char* sql, Use use) {
    connection.script("declare walk no scroll cursor for " + std::string(sql));
    const std::string fetch = "fetch " + std::to_string(rows_per_fetch) + " from walk";
    for (;;) {
        const Rows rows = connection.exec(fetch.c_str());
        for (int i = 0; i < rows.size(); ++i)
            if (const Result<void> used = use(rows, i); !used)
                return used;
        if (rows.size() < rows_per_fetch)
            break;
    }
    connection.script("close walk");
    return {};
}

void add_line(Sha256& digest, std::string_view text) {
    digest.update(text);
    digest.update("\n");
}

} // namespace

Result<std::string> fingerprint(Connection& connection, RawDictionaries& dictionaries) {
    Sha256 digest;
    for (const Table& table : compared_tables) {
        add_line(digest, table.name);
        const auto add = [&](const Rows& rows, int row) -> Result<void> {
            add_line(digest, rows.text(row, 0));
            return {};
        };
        if (const Result<void> walked = walk_cursor(connection, table.rows, add); !walked)
            return walked.error();
    }
    add_line(digest, "raw_record");
    const auto add_raw = [&](const Rows& rows, int row) -> Result<void> {
        const Result<std::string> raw = dictionaries.read(
            connection,
            rows.int64(row, 1),
            rows.optional_int64(row, 2),
            rows.text(row, 3)
        );
        if (!raw)
            return raw.error();
        add_line(digest, rows.text(row, 0));
        add_line(digest, *raw);
        return {};
    };
    if (const Result<void> walked = walk_cursor(connection, raw_records, add_raw); !walked)
        return walked.error();
    return to_hex(digest.finish());
}

} // namespace moisson::store

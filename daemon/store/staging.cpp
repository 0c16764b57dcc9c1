// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/staging.hpp"

#include "core/ascii.hpp"
#include "core/digest.hpp"
#include "store/connection.hpp"
#include "store/dataset_codec.hpp"
#include "store/fail_point.hpp"
#include "store/merge_sql.hpp"
#include "store/raw_codec.hpp"
#include "store/raw_dictionary.hpp"
#include "store/record_issues.hpp"
#include "store/slug.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <unordered_set>

namespace moisson::store {
namespace {

constexpr std::int16_t record_columns = 23;
constexpr std::int16_t raw_row_columns = 2;
constexpr std::int16_t distribution_columns = 11;
constexpr std::int16_t agent_columns = 6;

std::string_view view(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::optional<Instant> instant(const std::optional<PartialDate>& date) {
    return date ? std::optional(date->instant) : std::nullopt;
}

std::optional<Uuid>
stage_agent(std::string_view portal_key, const Agent& agent, StagedRecord& record) {
    if (agent.empty())
        return std::nullopt;
    const Uuid id = agent_id(portal_key, agent.key);
    StagedAgent staged;
    staged.key = agent.key;
    staged.name = encode_localized(agent.name);
    staged.slug = agent.slug;
    staged.email = agent.email;
    staged.url = agent.url;
    record.agents.emplace_back(id, std::move(staged));
    return id;
}

std::vector<std::string> all_aliases(const Dataset& dataset) {
    std::vector<std::string> out = dataset.aliases;
    if (!dataset.uri.empty())
        out.push_back(dataset.uri);
    std::erase_if(out, [](const std::string& alias) { return alias.empty(); });
    return out;
}

void stage_record(
    std::string_view portal_key,
    const RecordChange& change,
    const RawDictionary* dictionary,
    StagedRecord& record
) {
    const Dataset& dataset = change.dataset;
    const std::optional<Uuid> publisher = stage_agent(portal_key, dataset.publisher, record);
    std::optional<Uuid> creator;
    if (dataset.creator)
        creator = stage_agent(portal_key, *dataset.creator, record);
    CopyRow row(record.record_row, record_columns);
    row.uuid(change.id.uuid)
        .text(dataset.remote_id)
        .text(slug_stem(portal_key, dataset, change.id))
        .bytes(view(change.source_digest))
        .bytes(view(change.mapping_version))
        .optional_uuid(publisher)
        .optional_uuid(creator)
        .optional_instant(instant(dataset.issued))
        .optional_instant(instant(dataset.modified))
        .text(best_text(dataset.title, "fr"))
        .text(dataset.licence ? dataset.licence->code : std::string())
        .text(dataset.access_rights.code)
        .text(dataset.frequency.code)
        .texts(dataset.themes)
        .texts(dataset.countries)
        .texts(dataset.languages)
        .text(encode_dataset(dataset))
        .texts(all_aliases(dataset));
    CopyRow(record.raw_row, raw_row_columns)
        .uuid(change.id.uuid)
        .bytes(dictionary == nullptr ? compress_raw(change.raw) : dictionary->compress(change.raw));
    if (change.issues.empty()) {
        row.null().null();
    } else {
        std::vector<std::string> codes;
        for (const Issue& issue : change.issues)
            codes.emplace_back(to_string(issue.code));
        row.texts(codes).text(encode_issues(change.issues, dataset.remote_url));
    }
    std::vector<std::int64_t> kinds;
    std::vector<Uuid> hashes;
    for (const EvidenceKey& key : change.keys) {
        // One row for each hash, whatever kinds it stands for.
        if (std::find(hashes.begin(), hashes.end(), key.hash) != hashes.end())
            continue;
        kinds.push_back(static_cast<std::int64_t>(key.kind));
        hashes.push_back(key.hash);
    }
    row.text(change.stamp).int64s(kinds).uuids(hashes);
}

void stage_distribution(
    const DatasetId& dataset,
    std::int16_t position,
    const Distribution& distribution,
    std::string& out
) {
    const bool probed = distribution.url_state == UrlState::ok && !distribution.url.empty();
    CopyRow(out, distribution_columns)
        .uuid(dataset.uuid)
        .int16(position)
        .uuid(distribution.id.uuid)
        .optional_uuid(probed ? std::optional(link_id(distribution.url)) : std::nullopt)
        .text(distribution.url)
        .text(probed ? url_host(distribution.url) : std::string())
        .text(distribution.format.code)
        .text(
            distribution.format_family == '\0' ? std::string()
                                               : std::string(1, distribution.format_family)
        )
        .text(distribution.media_type)
        .optional_int64(distribution.byte_size)
        .text(encode_distribution(distribution));
}

} // namespace

Uuid agent_id(std::string_view portal_key, std::string_view key) {
    static const Uuid space = uuid5(Uuid{}, "moisson.agent");
    std::string name(portal_key);
    name += '\x1f';
    name += key;
    return uuid5(space, name);
}

Uuid link_id(std::string_view url) {
    const Digest digest = sha256(url);
    Uuid id;
    std::memcpy(id.bytes.data(), digest.data(), id.bytes.size());
    return id;
}

std::string url_host(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    std::string_view authority = url.substr(scheme + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (const std::size_t user = authority.rfind('@'); user != std::string_view::npos)
        authority.remove_prefix(user + 1);
    const std::size_t port = authority.rfind(':');
    if (port != std::string_view::npos && authority.find(']', port) == std::string_view::npos)
        authority = authority.substr(0, port);
    return ascii_lowered(authority);
}

std::vector<StagedRecord> stage(
    std::string_view portal_key,
    const std::vector<RecordChange>& changes,
    const RawDictionary* dictionary
) {
    std::vector<StagedRecord> out;
    out.reserve(changes.size());
    std::unordered_set<DatasetId> met;
    for (const RecordChange& change : changes) {
        if (!met.insert(change.id).second)
            continue;
        StagedRecord& record = out.emplace_back();
        record.id = change.id;
        record.remote_id = change.dataset.remote_id;
        record.remote_url = change.dataset.remote_url;
        record.dataset = &change.dataset;
        stage_record(portal_key, change, dictionary, record);
        std::int16_t position = 0;
        for (const Distribution& distribution : change.dataset.distributions) {
            stage_distribution(change.id, position, distribution, record.distribution_rows);
            if (position == std::numeric_limits<std::int16_t>::max())
                break;
            ++position;
        }
    }
    return out;
}

void prepare_staging(Connection& connection) {
    connection.script_once(merge::staging_tables);
}

void copy_to_staging(Connection& connection, std::span<const StagedRecord> records) {
    std::vector<std::string_view> rows;
    std::vector<std::string_view> raws;
    std::vector<std::string_view> distributions;
    std::map<Uuid, const StagedAgent*> agents;
    for (const StagedRecord& record : records) {
        rows.push_back(record.record_row);
        raws.push_back(record.raw_row);
        distributions.push_back(record.distribution_rows);
        for (const auto& [id, agent] : record.agents)
            agents.emplace(id, &agent);
    }
    connection.copy_in(merge::copy_records, rows);
    fail_point("in_copy");
    connection.copy_in(merge::copy_raw, raws);
    connection.copy_in(merge::copy_distributions, distributions);
    std::string agent_rows;
    for (const auto& [id, agent] : agents)
        CopyRow(agent_rows, agent_columns)
            .uuid(id)
            .text(agent->key)
            .text(agent->name)
            .text(agent->slug)
            .text(agent->email)
            .text(agent->url);
    connection.copy_in(merge::copy_agents, agent_rows);
}

} // namespace moisson::store

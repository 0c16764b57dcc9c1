// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_record.hpp"

#include "monitor/probe_evidence.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace moisson::monitor {
namespace {

using Json = nlohmann::json;

constexpr int redirects_min = 3;
constexpr std::chrono::hours redirect_span{14 * 24};

Json parse(const std::string& text) {
    Json out = Json::parse(text, nullptr, false);
    return out.is_discarded() ? Json() : out;
}

void put(Json& out, const char* name, const std::optional<Instant>& value) {
    if (value)
        out[name] = to_iso8601(*value);
}

void put(Json& out, const char* name, const std::string& value) {
    if (!value.empty())
        out[name] = value;
}

void put(Json& out, const char* name, int value) {
    if (value != 0)
        out[name] = value;
}

std::string text_of(const Json& in, const char* name) {
    const auto found = in.find(name);
    return found != in.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<Instant> instant_of(const Json& in, const char* name) {
    return from_iso8601(text_of(in, name));
}

int int_of(const Json& in, const char* name) {
    const auto found = in.find(name);
    return found != in.end() && found->is_number_integer() ? found->get<int>() : 0;
}

// Whether an answer shows another file than before; validators are believed in their order.
bool differs(const LinkRecord& before, const ProbeResult& now) {
    if (!before.etag.empty() && !now.etag.empty())
        return before.etag != now.etag;
    if (!before.last_modified.empty() && !now.last_modified.empty())
        return before.last_modified != now.last_modified;
    return before.length && now.length && *before.length != *now.length;
}

// The same of what is inside: a date alone proves nothing, and a web page changes all the time.
bool has_other_content(const LinkRecord& before, const ProbeResult& now) {
    const std::string& found = now.found_format.empty() ? before.found_format : now.found_format;
    if (found == "html" || now.code == LinkCode::ok_service)
        return false;
    if (!before.etag.empty() && !now.etag.empty())
        return before.etag != now.etag;
    return before.length && now.length && *before.length != *now.length;
}

// Every byte was read both times and is the same, whatever the server says.
bool has_same_bytes(const LinkRecord& before, const ProbeResult& now) {
    return !now.whole.sha256.empty() && before.sha256 == now.whole.sha256;
}

void note_content(LinkRecord& record, const ProbeResult& result, Instant at) {
    // The first look shows no change.
    const bool known = record.changed_at.has_value();
    const bool changed = known && result.code != LinkCode::ok_304 && differs(record, result);
    if (changed && record.same_looks >= steady_looks && has_other_content(record, result) &&
        !has_same_bytes(record, result))
        record.content_changed_at = at;
    record.same_looks = known && !changed ? std::min(record.same_looks + 1, steady_looks) : 0;
    if (!known || changed)
        record.changed_at = at;
}

void note_reading(LinkRecord& record, const ProbeResult& result, Instant at) {
    if (!result.whole.tried)
        return;
    record.whole_tried_at = at;
    if (result.whole.sha256.empty())
        return;
    const bool same = has_same_bytes(record, result);
    // Its ETag or its length has told it since.
    const bool told = record.content_changed_at && record.hashed_at &&
                      *record.content_changed_at > *record.hashed_at;
    if (!same && !told && record.same_readings >= steady_readings) {
        record.content_changed_at = at;
        record.changed_at = at;
        record.same_looks = 0;
    }
    record.same_readings = same ? std::min(record.same_readings + 1, steady_readings) : 0;
    record.sha256 = result.whole.sha256;
    record.hashed_at = at;
    record.hashed_etag = result.etag;
}

} // namespace

std::string to_text(const LinkRecord& record) {
    Json out = Json::object();
    const LinkMemory& verdict = record.verdict;
    put(out, "failures", verdict.failures);
    put(out, "hard_failures", verdict.hard_failures);
    put(out, "first_failure", verdict.first_failure);
    put(out, "neutrals", verdict.neutrals);
    put(out, "first_neutral", verdict.first_neutral);
    put(out, "last_positive", verdict.last_positive);
    put(out, "broken_since", verdict.broken_since);
    put(out, "etag", record.etag);
    put(out, "last_modified", record.last_modified);
    if (record.length)
        out["length"] = *record.length;
    put(out, "found_format", record.found_format);
    put(out, "changed_at", record.changed_at);
    put(out, "same_looks", record.same_looks);
    put(out, "content_changed_at", record.content_changed_at);
    put(out, "whole_tried_at", record.whole_tried_at);
    put(out, "sha256", record.sha256);
    put(out, "hashed_at", record.hashed_at);
    put(out, "hashed_etag", record.hashed_etag);
    put(out, "same_readings", record.same_readings);
    put(out, "redirect_to", record.redirect_to);
    put(out, "redirect_seen", record.redirect_seen);
    put(out, "redirect_since", record.redirect_since);
    return out.dump();
}

LinkRecord
link_record_from(const std::string& text, LinkState state, std::optional<Instant> since) {
    const Json in = parse(text);
    LinkRecord out;
    LinkMemory& verdict = out.verdict;
    verdict.state = state;
    verdict.since = since;
    if (in.is_object()) {
        verdict.failures = int_of(in, "failures");
        verdict.hard_failures = int_of(in, "hard_failures");
        verdict.first_failure = instant_of(in, "first_failure");
        verdict.neutrals = int_of(in, "neutrals");
        verdict.first_neutral = instant_of(in, "first_neutral");
        verdict.last_positive = instant_of(in, "last_positive");
        verdict.broken_since = instant_of(in, "broken_since");
        out.etag = text_of(in, "etag");
        out.last_modified = text_of(in, "last_modified");
        const auto length = in.find("length");
        if (length != in.end() && length->is_number_integer())
            out.length = length->get<std::int64_t>();
        out.found_format = text_of(in, "found_format");
        out.changed_at = instant_of(in, "changed_at");
        out.same_looks = int_of(in, "same_looks");
        out.content_changed_at = instant_of(in, "content_changed_at");
        out.whole_tried_at = instant_of(in, "whole_tried_at");
        out.sha256 = text_of(in, "sha256");
        out.hashed_at = instant_of(in, "hashed_at");
        out.hashed_etag = text_of(in, "hashed_etag");
        out.same_readings = int_of(in, "same_readings");
        out.redirect_to = text_of(in, "redirect_to");
        out.redirect_seen = int_of(in, "redirect_seen");
        out.redirect_since = instant_of(in, "redirect_since");
    }
    // Condemned with its host: the rows of links were changed, not their memories.
    if (state == LinkState::broken && !verdict.broken_since)
        verdict.broken_since = since;
    // A doubt needs its beginning.
    if (state == LinkState::suspect && !verdict.first_failure)
        verdict.state = LinkState::unknown;
    return out;
}

std::string to_text(const HostMemory& memory) {
    Json out = Json::object();
    put(out, "last_positive", memory.last_positive);
    put(out, "condemned_at", memory.condemned_at);
    put(out, "limited_at", memory.limited_at);
    Json samples = Json::array();
    for (const HostSample& sample : memory.samples)
        samples.push_back(
            {to_iso8601(sample.at), std::string(to_string(sample.code)), sample.url, sample.target}
        );
    out["samples"] = std::move(samples);
    Json disagreements = Json::array();
    for (const Instant at : memory.head_disagreements)
        disagreements.push_back(to_iso8601(at));
    out["head_disagreements"] = std::move(disagreements);
    return out.dump();
}

HostMemory
host_memory_from(const std::string& text, HostState state, std::optional<Instant> since) {
    const Json in = parse(text);
    HostMemory out;
    out.state = state;
    out.since = since;
    if (!in.is_object())
        return out;
    out.last_positive = instant_of(in, "last_positive");
    out.condemned_at = instant_of(in, "condemned_at");
    out.limited_at = instant_of(in, "limited_at");
    if (const auto samples = in.find("samples"); samples != in.end() && samples->is_array())
        for (const Json& row : *samples) {
            if (!row.is_array() || row.size() != 4 || !row[0].is_string() || !row[1].is_string() ||
                !row[2].is_number_unsigned() || !row[3].is_number_unsigned())
                continue;
            const auto at = from_iso8601(row[0].get<std::string>());
            const auto code = link_code_from_string(row[1].get<std::string>());
            if (!at || !code || out.samples.size() >= host_samples_max)
                continue;
            HostSample sample;
            sample.at = *at;
            sample.code = *code;
            sample.url = row[2].get<std::uint32_t>();
            sample.target = row[3].get<std::uint32_t>();
            out.samples.push_back(sample);
        }
    if (const auto list = in.find("head_disagreements"); list != in.end() && list->is_array())
        for (const Json& text_at : *list)
            if (text_at.is_string())
                if (const auto at = from_iso8601(text_at.get<std::string>()))
                    note_head_disagreement(out, *at);
    return out;
}

void note_probe(LinkRecord& record, const ProbeResult& result, Instant at) {
    const LinkClass kind = class_of(result.code);
    if (kind != LinkClass::positive && kind != LinkClass::warning)
        return;
    note_content(record, result, at);
    note_reading(record, result, at);
    if (!result.etag.empty() || !result.last_modified.empty() || result.length) {
        record.etag = result.etag;
        record.last_modified = result.last_modified;
    }
    if (result.length)
        record.length = result.length;
    if (!result.found_format.empty())
        record.found_format = result.found_format;
    if (result.permanent_target != record.redirect_to) {
        record.redirect_to = result.permanent_target;
        record.redirect_seen = 0;
        record.redirect_since.reset();
    }
    if (!record.redirect_to.empty()) {
        if (!record.redirect_since)
            record.redirect_since = at;
        ++record.redirect_seen;
    }
}

std::string settled_redirect(const LinkRecord& record, Instant at) {
    const bool settled = record.redirect_seen >= redirects_min && record.redirect_since &&
                         at - *record.redirect_since >= redirect_span;
    return settled ? record.redirect_to : std::string();
}

std::string with_probe(
    const std::string& probes,
    const ProbeResult& result,
    LinkRule rule,
    Instant at,
    const std::string& user_agent
) {
    Json probe;
    probe["at"] = to_iso8601(at);
    probe["code"] = std::string(to_string(result.code));
    probe["reason"] = std::string(to_string(rule));
    Json exchanges = Json::array();
    for (const Exchange& exchange : result.exchanges)
        exchanges.push_back(to_json(exchange, user_agent));
    probe["exchanges"] = std::move(exchanges);
    Json out = Json::array();
    out.push_back(std::move(probe));
    const Json before = parse(probes);
    if (before.is_array())
        for (const Json& old : before)
            if (out.size() < probes_kept)
                out.push_back(old);
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace moisson::monitor

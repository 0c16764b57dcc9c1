// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is stored of a link and of a host between two looks, as JSON: counters of the state machine,
// what the file was like, the last probes. Reading is total: damaged text is an empty memory.
#pragma once

#include "monitor/link_host.hpp"
#include "monitor/link_state.hpp"
#include "monitor/probe_target.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace moisson::monitor {

inline constexpr std::size_t probes_kept = 3;
// Looks in a row that showed the same file, without which a change is no evidence: what is made
// anew for each request would keep a dead dataset fresh for ever.
inline constexpr int steady_looks = 2;
// The same of files that are read whole, which is seldom done.
inline constexpr int steady_readings = 1;

struct LinkRecord {
    // state and since are columns of their own.
    LinkMemory verdict;
    // Of the last good answer.
    std::string etag;
    std::string last_modified;
    std::optional<std::int64_t> length;
    std::string found_format;
    // When the file was last seen to change; the first look until then.
    std::optional<Instant> changed_at;
    // Up to steady_looks.
    int same_looks = 0;
    // When a steady file was last seen with other content, by its ETag or else its length, or by
    // all of its bytes: evidence of an update (S4). A date in a header is none.
    std::optional<Instant> content_changed_at;
    // When the file was last asked for whole; and of the last time it came so, the SHA-256, when,
    // the ETag of that day, and how often in a row that sum was seen again, up to steady_readings.
    std::optional<Instant> whole_tried_at;
    std::string sha256;
    std::optional<Instant> hashed_at;
    std::string hashed_etag;
    int same_readings = 0;
    // A permanent redirect, how often in a row it was seen, and since when.
    std::string redirect_to;
    int redirect_seen = 0;
    std::optional<Instant> redirect_since;

    bool operator==(const LinkRecord&) const = default;
};

std::string to_text(const LinkRecord& record);
LinkRecord link_record_from(const std::string& text, LinkState state, std::optional<Instant> since);

std::string to_text(const HostMemory& memory);
HostMemory host_memory_from(const std::string& text, HostState state, std::optional<Instant> since);

// Puts what a probe saw into the record: validators, change, redirect.
void note_probe(LinkRecord& record, const ProbeResult& result, Instant at);

// The address to publish instead: a permanent redirect seen on >= 3 looks over >= 14 days.
std::string settled_redirect(const LinkRecord& record, Instant at);

// The last probes, newest first, with this one in front.
std::string with_probe(
    const std::string& probes,
    const ProbeResult& result,
    LinkRule rule,
    Instant at,
    const std::string& user_agent
);

} // namespace moisson::monitor

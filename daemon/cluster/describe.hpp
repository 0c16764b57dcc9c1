// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is told of a cluster: which member is closest to the producer and why, what holds each
// member in it, and from which other one it was taken. Pure.
#pragma once

#include "core/time.hpp"
#include "model/cluster.hpp"
#include "model/ids.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moisson::cluster {

// What decides, of one member.
struct Member {
    DatasetId dataset;
    std::vector<EvidenceKey> keys;
    std::string portal_url;
    // Each host once.
    std::vector<std::string> file_hosts;
    std::optional<Instant> issued;
    Instant first_seen{};
};

struct Place {
    // Strongest first; empty for one that joined by evidence that is gone.
    std::vector<Evidence> evidence;
    // The member it was taken from, by its own word. Following it never comes back.
    std::optional<std::size_t> origin;

    bool operator==(const Place&) const = default;
};

struct Description {
    std::size_t canonical = 0;
    CanonicalReason reason = CanonicalReason::lowest_id;
    // Parallel to the members.
    std::vector<Place> places;
};

// At least two members, in the order of their ids.
Description describe(std::span<const Member> members);

} // namespace moisson::cluster

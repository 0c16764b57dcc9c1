// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How one configured source is today. The connector's probe decides; only when it fails is the
// portal looked at again from its home page, to tell a move or a new software from a death.
#pragma once

#include "detect/detector.hpp"
#include "model/portal.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::detect {

enum class Health {
    alive,       // its connector reads it where it is
    moved,       // its software answers at another address
    changed,     // another software is there
    certificate, // reachable, but TLS cannot be verified
    refused,     // it answers us with a refusal: not a fault of the portal
    silent,      // no answer in time: a doubt
    broken,      // it answers, but no catalogue
    dead,        // name, host or port is gone
    unchecked,   // the round ended before its turn, or its bounds were used up
};
std::string_view to_string(Health health);
// alive and unchecked ask nothing of the operator.
bool needs_attention(Health health);

struct SourceCheck {
    std::string portal_key;
    std::string source_key;
    std::string connector;
    std::string url;
    bool enabled = true;
    Health health = Health::unchecked;
    // The first failure, when there was one.
    std::optional<Error> error;
    std::string software;
    std::string version;
    std::optional<std::int64_t> count;
    // Where it is now and what reads it, for `moved` and `changed`.
    std::string new_url;
    std::string new_connector;
    std::optional<Instant> certificate_expires;
    int requests = 0;
    std::chrono::milliseconds took{0};
};

struct CheckOptions {
    // Of one source, its second look included.
    std::chrono::milliseconds time_max = std::chrono::seconds(120);
    int requests_max = 64;
    std::string robots_name = "Moisson";
};

// Never fails. The source's own policy (TLS, headers, rate) holds for its probe. A source without
// connector stands for a portal that nothing harvests: it is `alive` when its software is named,
// `changed` when a connector could read it now.
asio::awaitable<SourceCheck>
check_source(DetectorParts parts, Portal portal, Source source, CheckOptions options);

struct RoundOptions {
    CheckOptions each;
    // Portals looked at together; those on one host still take turns.
    int parallel = 8;
    // When the whole round ends, finished or not.
    std::chrono::milliseconds time_max = std::chrono::minutes(20);
};

// Every source of every portal, in the order given. Sources whose turn does not come are
// `unchecked`.
asio::awaitable<std::vector<SourceCheck>>
check_portals(DetectorParts parts, std::vector<Portal> portals, RoundOptions options);

} // namespace moisson::detect

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a server says of the requests it has left for us: RateLimit of the IETF's drafts, and the
// X-RateLimit-* that came before. Pure.
#pragma once

#include "core/time.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <optional>

namespace moisson::net {

// How long the next request should wait. Nothing while more than a tenth is left, or when it is not
// said when there will be more. What is left is spread over the time until then; at most
// limits::quota_pause_max, since servers say strange things: one that means it answers 429.
std::optional<std::chrono::milliseconds> quota_pause(const Headers& headers, Instant now);

} // namespace moisson::net

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whose place a newcomer takes when all of the server are taken. Pure on the time that it is given.
#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <optional>
#include <tuple>

namespace moisson::net {

// How much the server needs a connection; the least first. Slow: its bytes are waited for. Queued:
// its request waits for others of its client.
enum class Worth { idle, slow, queued, working };

struct Standing {
    Worth worth = Worth::idle;
    Steady since{};
    // From then on its place is anybody's, unless its request is worked on.
    Steady spare_from = Steady::max();
};

// Why a place may be taken, in the order in which places are. Who was idle for long loses nothing;
// then whoever has more than the newcomer will have pays; then who drips, however few it has. A
// connection that was just made and did not speak yet comes behind those: else a crowd that drips
// would throw out every newcomer.
enum class Claim { long_idle, many, overdue, modest_idle, queued };

// The least is taken: of whoever has most, the one that has been so for longest.
using PlaceRank = std::tuple<Claim, Worth, std::size_t, Steady>;

// Of a connection whose client has `of_owner`, for a newcomer whose client has `of_newcomer`;
// nothing when the place is not to be had.
std::optional<PlaceRank>
place_rank(const Standing& owner, std::size_t of_owner, std::size_t of_newcomer, Steady now);

} // namespace moisson::net

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "net/server/place.hpp"

#include <limits>

namespace moisson::net {
namespace {

std::optional<Claim>
claim_on(const Standing& owner, std::size_t of_owner, std::size_t of_newcomer, Steady now) {
    const bool is_spare = now >= owner.spare_from;
    const bool has_many = of_owner > of_newcomer + 1;
    switch (owner.worth) {
    case Worth::idle:
        if (is_spare)
            return Claim::long_idle;
        if (has_many)
            return Claim::many;
        if (of_owner > of_newcomer)
            return Claim::modest_idle;
        break;
    case Worth::slow:
        if (has_many)
            return Claim::many;
        if (is_spare)
            return Claim::overdue;
        break;
    case Worth::queued:
        if (has_many)
            return Claim::queued;
        break;
    case Worth::working:
        break;
    }
    return std::nullopt;
}

} // namespace

std::optional<PlaceRank>
place_rank(const Standing& owner, std::size_t of_owner, std::size_t of_newcomer, Steady now) {
    const std::optional<Claim> claim = claim_on(owner, of_owner, of_newcomer, now);
    if (!claim)
        return std::nullopt;
    const std::size_t modesty = std::numeric_limits<std::size_t>::max() - of_owner;
    return PlaceRank(*claim, owner.worth, modesty, owner.since);
}

} // namespace moisson::net

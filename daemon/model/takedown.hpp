// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Takedown: something of the catalogue that is shown no more because somebody asked for it
// (decision 26). What was harvested stays as it is, so that it can be shown again.
#pragma once

#include "core/time.hpp"
#include "model/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace moisson {

enum class TakedownKind {
    dataset,
    // All datasets of a producer in one portal, future ones too.
    organization,
    distribution
};

enum class TakedownGround {
    // Somebody asked.
    request,
    // The law or a court.
    law
};

struct Takedown {
    TakedownGround ground = TakedownGround::request;
    // Published.
    std::string reason;
    Instant at{};

    bool operator==(const Takedown&) const = default;
};

struct TakenDownDistribution {
    DistributionId id;
    Takedown takedown;

    bool operator==(const TakenDownDistribution&) const = default;
};

std::string_view to_string(TakedownKind kind);
std::optional<TakedownKind> takedown_kind_from_string(std::string_view text);
std::string_view to_string(TakedownGround ground);

} // namespace moisson

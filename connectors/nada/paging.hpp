// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paging by page number: a page size that the server may lower or ignore, and pages that must stay
// aligned on it. Pure.
#pragma once

#include "kit/paging.hpp"

#include <cstdint>
#include <optional>

namespace moisson::nada {

inline constexpr int page_size_first = 32;
// NADA falls back to its default above 300.
inline constexpr int page_size_max = 256;
// Largest page of a listing without studies.
inline constexpr int listing_size = 256;

struct PageOutcome {
    std::int64_t received = 0;
    // What the answer says of its own page size; 0 = nothing.
    std::int64_t limit = 0;
    // What the answer says of the whole.
    std::optional<std::int64_t> found;
};

// The largest power of two that is at most `rows`: pages of that size can be halved and stay
// pages.
int power_of_two(int rows);

// The state of the next page; nothing when this was the last one. `state.rows` becomes the size
// that the server really gives.
std::optional<kit::OffsetState> next_page(const kit::OffsetState& state, const PageOutcome& page);

} // namespace moisson::nada

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pages of a catalogue in another software's shape: which records a page shows, with the lies of
// the script, and the text of each record, with what the script puts into it.
#pragma once

#include "portals/catalogue.hpp"
#include "portals/protocol.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace moisson::portals {

// Where a shape keeps what the script tampers with, as JSON pointers.
struct ShapeFields {
    std::vector<std::string> ids;
    std::string tags;
    std::string description;
    std::string title;
};

struct ShapedPage {
    std::uint64_t count = 0;
    std::vector<std::uint32_t> ranks;
};

// Records that are shown at all, in id order.
std::vector<std::uint32_t> shown_ranks(const Catalogue& catalogue, const Tamper& tamper);

// [start, start + rows) of `selected` and the told count. A window that is the whole selection (an
// export) has rows = UINT64_MAX.
ShapedPage page_of_ranks(
    const std::vector<std::uint32_t>& selected,
    std::uint64_t start,
    std::uint64_t rows,
    const Tamper& tamper
);

bool is_poisoned_page(const ShapedPage& page, const Tamper& tamper);
ScriptedResponse broken_page();

// A record as text; `first`: the one of its page that the script alters.
std::string shaped_text(
    nlohmann::ordered_json record,
    const ShapeFields& fields,
    const Tamper& tamper,
    bool first
);

} // namespace moisson::portals

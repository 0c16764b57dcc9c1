// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Ids for records without one.
#include "kit/identity.hpp"

#include "core/uuid.hpp"

namespace moisson::kit {
namespace {

// Names our synthetic ids inside the space of version 5 UUIDs; drawn once, never changed.
constexpr Uuid synthetic_space{
    {0x5d,
     0x0e,
     0x4c,
     0x1f,
     0x93,
     0x7a,
     0x4b,
     0x52,
     0x8c,
     0x6d,
     0x2e,
     0x81,
     0x70,
     0xb4,
     0x39,
     0xaf}};

} // namespace

std::string synthetic_id(
    std::string_view source_key,
    std::string_view landing_page,
    std::string_view title,
    std::string_view publisher
) {
    if (landing_page.empty() && title.empty())
        return {};
    std::string name(source_key);
    name += '\n';
    if (!landing_page.empty()) {
        name += landing_page;
    } else {
        name += title;
        name += '\n';
        name += publisher;
    }
    return "synthetic-" + to_string(uuid5(synthetic_space, name));
}

} // namespace moisson::kit

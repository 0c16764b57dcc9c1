// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets made by hand, one line each.
#pragma once

#include "unit/search/sample.hpp"

#include <string>
#include <utility>

namespace moisson::test {

inline store::CatalogEntry
titled(std::uint64_t number, std::string title, std::string description = {}) {
    store::CatalogEntry out;
    out.id = sample_id(number);
    out.slug = "jeu-" + std::to_string(number);
    out.portal_key = "p";
    out.dataset.title.push_back(french(std::move(title)));
    out.dataset.description.push_back(french(std::move(description)));
    out.dataset.publisher.key = "ins";
    out.dataset.publisher.name.push_back(french("Institut national"));
    return out;
}

} // namespace moisson::test

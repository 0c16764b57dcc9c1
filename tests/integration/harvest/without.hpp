// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue that has lost records, as a portal that shrinks.
#pragma once

#include "portals/catalogue.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace moisson::testing {

using CataloguePtr = std::shared_ptr<const portals::Catalogue>;

// The same catalogue without its first `gone` records.
inline CataloguePtr without(const CataloguePtr& all, std::size_t gone) {
    portals::CatalogueBuilder builder(false);
    for (std::size_t i = gone; i < all->size(); ++i) {
        const portals::Record& record = all->records()[i];
        builder.add(record, std::string(all->text(record)));
    }
    return builder.build();
}

} // namespace moisson::testing

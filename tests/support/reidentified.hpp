// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue whose portal gave its records other ids, as one that moved to new software.
#pragma once

#include "portals/catalogue.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace moisson::testing {

// The id that with_new_ids gives.
inline std::string reidentified(const std::string& id) {
    return "f0f0f0f0" + id.substr(8);
}

// The same catalogue; its records [from, to) have other ids wherever theirs are written.
inline std::shared_ptr<const portals::Catalogue> with_new_ids(
    const std::shared_ptr<const portals::Catalogue>& all,
    std::size_t from,
    std::size_t to
) {
    portals::CatalogueBuilder builder(false);
    for (std::size_t i = 0; i < all->size(); ++i) {
        portals::Record record = all->records()[i];
        std::string text(all->text(record));
        if (i >= from && i < to) {
            const std::string old_id = record.id;
            record.id = reidentified(old_id);
            for (std::size_t at = text.find(old_id); at != text.npos; at = text.find(old_id, at))
                text.replace(at, old_id.size(), record.id);
        }
        builder.add(std::move(record), std::move(text));
    }
    return builder.build();
}

} // namespace moisson::testing

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue some of whose records were edited, as a portal that lives.
#pragma once

#include "without.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace moisson::testing {

// The same catalogue; the titles and dates of change of its first `count` records are new.
inline CataloguePtr changed(const CataloguePtr& all, std::size_t count, char generation = '1') {
    const auto replace = [](std::string& text, const std::string& from, const std::string& to) {
        for (std::size_t at = text.find(from); at != text.npos;
             at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    };
    portals::CatalogueBuilder builder(false);
    for (std::size_t i = 0; i < all->size(); ++i) {
        portals::Record record = all->records()[i];
        std::string text(all->text(record));
        if (i < count) {
            const std::string now =
                std::string("2026-02-0") + generation + "T10:00:0" + std::to_string(i % 10);
            replace(text, record.modified.substr(0, now.size()), now);
            record.modified.replace(0, now.size(), now);
            const std::string title = std::string("Édition ") + generation;
            auto package = nlohmann::ordered_json::parse(text);
            package["title"] = title + " " + package["title"].get<std::string>();
            text = package.dump();
            record.title = title + " " + record.title;
        }
        builder.add(std::move(record), std::move(text));
    }
    return builder.build();
}

} // namespace moisson::testing

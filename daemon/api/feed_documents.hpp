// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A page of news of the catalogue as Atom (RFC 4287, paging of RFC 5005), RSS 2.0 and JSON
// Feed 1.1. Pure; texts are plain and unescaped, addresses absolute.
#pragma once

#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::api {

struct FeedEntry {
    // "urn:uuid:...", the same for ever.
    std::string id;
    std::string url;
    // The page at the source, empty when unknown.
    std::string source_url;
    std::string title;
    std::string lang;
    std::string summary;
    std::string summary_lang;
    // Empty when unknown.
    std::string author;
    std::vector<std::string> categories;
    Instant published{};
    Instant updated{};
};

struct FeedDocument {
    std::string id;
    std::string title;
    std::string description;
    std::string self;
    std::string html;
    std::string first;
    std::string last;
    // Empty where there is none.
    std::string previous;
    std::string next;
    // The newest of its entries.
    Instant updated{};
    std::vector<FeedEntry> entries;
};

std::string atom_feed(const FeedDocument& feed);
std::string rss_feed(const FeedDocument& feed);
std::string json_feed(const FeedDocument& feed);

// Escaped for XML 1.0; characters that it does not allow are left out.
std::string xml_text(std::string_view text);

} // namespace moisson::api

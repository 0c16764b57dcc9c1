// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Protocol: the seam where each portal software plugs in (CKAN first; dcat, udata, ods, csw later).
// A protocol is a pure function of the request, the date and what the script tampers with.
#pragma once

#include "portals/http.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::portals {

// Lies about the listing that only the protocol can tell, because it alone knows its pages. Each
// protocol honours those that have a meaning for it.
struct Tamper {
    // Server cap on the page size; silently lowered as real portals do.
    std::optional<std::uint64_t> rows_max;
    // Advertised count = true count * factor + plus.
    double count_factor = 1.0;
    std::int64_t count_plus = 0;
    // The page is empty although the count says otherwise.
    bool empty_page = false;
    // Only this many items of the page are given.
    std::optional<std::uint64_t> keep_items;
    // Every page is the first one, whatever start is asked.
    bool ignore_start = false;
    // The page shows again what the page before it showed.
    bool repeat_previous = false;
    // The first record of the catalogue comes again at the end of every page.
    bool repeat_first_record = false;
    // Part of the catalogue that is still there, chosen by hash of the id (1 = all, 0 = none).
    double keep_ratio = 1.0;
    // Not empty: every id and name changes (appended as a generation mark).
    std::string id_generation;
    // Any page holding the record at this rank (by id) fails with status 500.
    std::optional<std::uint64_t> poison_rank;
    // The record at rank 0 of the page gets this many tags / this many bytes of description.
    std::uint64_t extra_tags = 0;
    std::uint64_t description_bytes = 0;
    // Raw bytes put inside the title of the first record of the page, unescaped.
    std::string raw_title_bytes;
    // JSON text merged into the first record of the page, e.g. {"metadata_modified":"bientôt"}.
    std::string record_patch;
};

class Protocol {
public:
    Protocol() = default;
    Protocol(const Protocol&) = delete;
    Protocol& operator=(const Protocol&) = delete;
    virtual ~Protocol() = default;

    // "ckan", "dcat"...: the connector kind of the product's configuration.
    virtual std::string_view kind() const = 0;
    // Name of the operation asked, for the script and the log: "package_search"; empty = unknown.
    virtual std::string operation(const PortalRequest& request) const = 0;
    // Rank of the first record a page request asks for; absent when it is not a page.
    virtual std::optional<std::uint64_t> page_start(const PortalRequest& request) const = 0;
    // Thread-safe, no state.
    virtual ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const = 0;
    // True number of records at that date.
    virtual std::uint64_t count(Instant now) const = 0;
};

} // namespace moisson::portals

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The udata API (v1, and what differs in v2) over a catalogue that may change with the date, with
// udata's visibility: archived, deleted and private data sets are in no list, and answer 410 or 404
// by id. Written from udata's documentation, apart from the product's connector.
#pragma once

#include "portals/catalogue.hpp"
#include "portals/protocol.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace moisson::portals {

struct UdataOptions {
    std::string base_path; // "" or "/fr"
    std::string title;
    std::string version = "17.6.0";
    // Largest page; silently applied, but said in `page_size`.
    std::uint64_t page_size_max = 1000;
};

// Ids grow with the date of creation (they begin with it), so the order of the catalogue is that of
// `sort=created`.
struct UdataCatalogue {
    std::shared_ptr<const Catalogue> listed;
    // Status by id of what is not listed: 410 archived or deleted, 404 private.
    std::map<std::string, int, std::less<>> hidden;
};

using UdataAt = std::function<std::shared_ptr<const UdataCatalogue>(Instant)>;

std::unique_ptr<Protocol> make_udata(UdataOptions options, UdataAt catalogue);

// `catalogue`, made of CKAN package dicts, as udata documents of the same data sets: records that
// are private or not active become hidden ones. Kept as long as the catalogue is the same.
UdataAt as_udata(std::function<std::shared_ptr<const Catalogue>(Instant)> catalogue);

// A rendered catalogue of udata documents: write_mapped() and the hidden ids beside it.
void write_udata(const UdataCatalogue& catalogue, const std::string& directory);
bool is_udata(const std::string& directory);
std::shared_ptr<const UdataCatalogue> open_udata(const std::string& directory);

} // namespace moisson::portals

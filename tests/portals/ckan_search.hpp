// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// package_search over a catalogue: selection, order and page, before anything is written.
#pragma once

#include "portals/catalogue.hpp"
#include "portals/protocol.hpp"
#include "portals/solr.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace moisson::portals {

// Ranks of the records of one page, in the order asked.
struct CkanPage {
    std::uint64_t count = 0;
    std::string sort;
    std::vector<std::uint32_t> ranks;
};

struct CkanFailure {
    int status = 400;
    std::string type;
    std::string message;
};

struct CkanSearch {
    std::string q;
    std::vector<std::string> fq;
    std::string sort;
    std::uint64_t rows = 10;
    std::uint64_t start = 0;
};

std::variant<CkanPage, CkanFailure>
ckan_search(const Catalogue& catalogue, const CkanSearch& search, const Tamper& tamper);

// Whether a shrunken portal still shows this record.
bool is_kept(const Record& record, double keep_ratio);

} // namespace moisson::portals

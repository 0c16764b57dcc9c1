// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a home page gives away: marks of softwares, its generator, links to a catalogue. Searched as
// text, never parsed as a document: the page is hostile and its structure does not matter.
#pragma once

#include "detect/softwares.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::detect {

struct HomePage {
    // Softwares whose marks were met, as rows of the table, in its order.
    std::vector<const Software*> marked;
    // "CKAN 2.9.11" of <meta name="generator">; empty when there is none.
    std::string generator;
    std::string title;
    // Absolute addresses of RDF documents that the page names as its alternates.
    std::vector<std::string> rdf_links;
    // Origins of other hosts of the same domain whose name begins like a catalogue's.
    std::vector<std::string> sisters;
};

HomePage read_home_page(std::string_view url, std::string_view body);

} // namespace moisson::detect

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which id each dataset of a document goes by (research H7.3): its identifier when it is the only
// one with it, else its URI, else one made of what it says. Order, blank node labels and syntax of
// the document change no id.
#pragma once

#include "dcat/listing.hpp"
#include "model/issue.hpp"
#include "rdf/graph.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::dcat {

struct Identity {
    rdf::TermId dataset{};
    // Empty: the dataset cannot be told from others, or from nothing; `issues` say why.
    std::string id;
    // Warnings that go with the record, or why there is none. The remote id is set.
    std::vector<Issue> issues;
};

// In the order of `listing.datasets`.
std::vector<Identity>
identify(const rdf::Graph& graph, const Listing& listing, std::string_view source_key);

// A URI as an id: http and https, upper and lower case hosts are one. Empty for no web address and
// for stand-ins of blank nodes.
std::string id_of_uri(std::string_view uri);

} // namespace moisson::dcat

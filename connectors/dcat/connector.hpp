// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kit/registry.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::dcat {

// Factory of the registry, kind "dcat". Its connectors share the documents that earlier ones
// fetched.
kit::Factory make_factory();

// What a source may say of the syntax of its documents.
std::vector<std::string> syntax_words();

// JSON-LD contexts that a source may allow: each is one more request of a run.
inline constexpr std::size_t contexts_max = 20;

// Where the first document may be for a configured address: the address itself when it names more
// than a site, else the places where CKAN, udata and others keep their catalogue.
std::vector<std::string> document_addresses(std::string_view url);

} // namespace moisson::dcat

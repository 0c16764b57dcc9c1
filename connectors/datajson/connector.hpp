// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kit/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::datajson {

// Factory of the registry, kind "datajson". Its connectors share the documents that earlier ones
// fetched.
kit::Factory make_factory();

// Where the document may be for a configured address: the address itself when it names a file,
// else the places where DKAN and POD sites, then ArcGIS Hub keep it.
std::vector<std::string> document_addresses(std::string_view url);

} // namespace moisson::datajson

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file of packages that answers like the action API of a catalogue holding them: a dump with one
// package per line (ckanapi), a list, or a saved answer of package_search.
#pragma once

#include "ckan/filters.hpp"
#include "core/result.hpp"
#include "net/http_client.hpp"

#include <memory>
#include <string>

namespace moisson::ckan {

// `text` is unpacked. Searches apply `filters` as the portal would; packages that cannot be read
// fail the pages they are on with PARSE_JSON and their line, and the list of ids as a whole with
// INCOMPLETE_CRAWL, since nobody knows whose they were. Errors: NOT_JSON.
Result<std::unique_ptr<net::HttpClient>> make_package_file(std::string text, Filters filters);

} // namespace moisson::ckan

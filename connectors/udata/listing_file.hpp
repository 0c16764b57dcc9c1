// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file of data sets that answers like the API of a udata holding them: the catalogue export
// (datasets.csv), with that of its resources (resources.csv) or without, or documents of the API,
// one per line or in a list.
#pragma once

#include "core/result.hpp"
#include "net/http_client.hpp"

#include <memory>
#include <optional>
#include <string>

namespace moisson::udata {

// Both texts are unpacked. What cannot be read fails the pages it is on, with its line, and the
// list of ids as a whole with INCOMPLETE_CRAWL, since nobody knows whose it was. Errors: NOT_JSON,
// BAD_SHAPE (no record, a table of something else, resources of other data sets), those of a
// resource that cannot be read.
Result<std::unique_ptr<net::HttpClient>>
make_listing_file(std::string text, std::optional<std::string> resources = std::nullopt);

} // namespace moisson::udata

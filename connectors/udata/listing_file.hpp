// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file of data sets that answers like the API of a udata holding them: the catalogue export
// (datasets.csv), or documents of the API, one per line or in a list.
#pragma once

#include "core/result.hpp"
#include "net/http_client.hpp"

#include <memory>
#include <string>

namespace moisson::udata {

// `text` is unpacked. What cannot be read fails the pages it is on, with its line, and the list of
// ids as a whole with INCOMPLETE_CRAWL, since nobody knows whose it was. Errors: NOT_JSON,
// BAD_SHAPE (no record, a table of something else).
Result<std::unique_ptr<net::HttpClient>> make_listing_file(std::string text);

} // namespace moisson::udata

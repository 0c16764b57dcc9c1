// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a body must be before a parser sees it: valid UTF-8, no BOM, JSON and not a page for humans.
#pragma once

#include "core/json_values.hpp"
#include "core/result.hpp"
#include "model/issue.hpp"
#include "net/body.hpp"
#include "net/http_client.hpp"
#include "net/spool.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

// Makes the body of a JSON answer valid in place: BOM removed, UTF-8 repaired (one
// ENCODING_REPAIRED issue with the count), JSON inside a JSON string taken out. Errors: NOT_JSON
// (HTML, plain text, nothing).
Result<void> prepare_json_body(net::Response& response, std::vector<Issue>& issues);
// Same for a body that came from `url` by other ways (a packed document).
Result<void> prepare_json_body(std::string& body, std::string_view url, std::vector<Issue>& issues);

// Same for a document: what is in a file is repaired from file to file. Errors beyond those above:
// SPOOL_FAILED, and TOO_LARGE for JSON inside a JSON string that is in a file.
Result<net::Body> prepared_json_body(
    net::Body body,
    const net::SpoolOptions& spool,
    std::string_view url,
    std::vector<Issue>& issues
);

// Whether the first character is one that JSON documents begin with.
bool looks_like_json(const net::Body& body);
// The values of a document, counted until there are `enough`.
json::ValueCounter values_in(const net::Body& body, std::size_t enough);

// At most limits::excerpt_bytes, on a code point, for an issue.
std::string excerpt_of(std::string_view bytes);

} // namespace moisson::kit

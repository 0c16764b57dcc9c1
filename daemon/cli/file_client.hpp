// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file in the place of a portal: the connector asks as ever, and is answered from the file. No
// request leaves this machine.
#pragma once

#include "core/result.hpp"
#include "kit/document_options.hpp"
#include "model/portal.hpp"
#include "net/body.hpp"
#include "net/http_client.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::cli {

// What a connector may be given as a file.
enum class FileForm {
    none,
    document, // the whole document of a one-document catalogue, packed or not
    packages, // CKAN packages: one per line (ckanapi dump), a list, an answer of the API
    listing,  // udata: the catalogue export (datasets.csv), or data sets of the API as above
};
FileForm file_form(std::string_view connector);

// The bytes of a file; a large one is copied, since its owner may change it while it is read.
// Errors: NOT_FOUND (no such file, no right to read it), INVALID_ARGUMENT (a folder, a device),
// BAD_SHAPE (empty), TOO_LARGE beyond `options.bytes_max`, SPOOL_FAILED.
Result<net::Body> read_file(const std::string& path, const kit::DocumentOptions& options = {});

// What answers the connector of `source`, whose filters it knows; `name` only serves the content
// type. The source reads files; `resources`, the table that stands beside a listing, is for those
// alone. Errors: those of unpacking, NOT_JSON, PARSE_JSON, BAD_SHAPE, of the table of resources
// too.
Result<std::unique_ptr<net::HttpClient>> make_file_client(
    const Source& source,
    std::string_view name,
    net::Body bytes,
    const kit::DocumentOptions& options = {},
    std::optional<net::Body> resources = std::nullopt
);

} // namespace moisson::cli

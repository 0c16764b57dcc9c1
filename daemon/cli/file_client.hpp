// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file in the place of a portal: the connector asks as ever, and is answered from the file. No
// request leaves this machine.
#pragma once

#include "core/result.hpp"
#include "model/portal.hpp"
#include "net/http_client.hpp"

#include <memory>
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

// The bytes of a file. Errors: NOT_FOUND (no such file, no right to read it), INVALID_ARGUMENT (a
// folder, a device), BAD_SHAPE (empty), TOO_LARGE beyond limits::document_body_bytes.
Result<std::string> read_file(const std::string& path);

// What answers the connector of `source`, whose filters it knows; `name` only serves the content
// type. The source reads files. Errors: those of unpacking, NOT_JSON, BAD_SHAPE.
Result<std::unique_ptr<net::HttpClient>>
make_file_client(const Source& source, std::string_view name, std::string bytes);

} // namespace moisson::cli

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file in the place of a portal: the connector asks as ever, and is answered from the file. No
// request leaves this machine.
#pragma once

#include "core/result.hpp"
#include "net/http_client.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace moisson::cli {

// What a connector may be given as a file.
enum class FileForm {
    none,
    document,   // the whole document of a one-document catalogue, packed or not
    ckan_lines, // one CKAN package per line (ckanapi dump)
};
FileForm file_form(std::string_view connector);

// The bytes of a file. NOT_FOUND when it cannot be read, TOO_LARGE beyond
// limits::document_body_bytes.
Result<std::string> read_file(const std::string& path);

// `name` only serves the content type. Errors: those of unpacking, and BAD_SHAPE when no line is a
// package.
Result<std::unique_ptr<net::HttpClient>>
make_file_client(FileForm form, std::string_view name, std::string bytes);

} // namespace moisson::cli

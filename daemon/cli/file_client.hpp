// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file in the place of a portal: the connector asks as ever, and is answered from the file. No
// request leaves this machine.
#pragma once

#include "core/result.hpp"
#include "kit/document_options.hpp"
#include "net/body.hpp"
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

// The bytes of a file; a large one is copied, since its owner may change it while it is read.
// NOT_FOUND when it cannot be read, TOO_LARGE beyond `options.bytes_max`, SPOOL_FAILED.
Result<net::Body> read_file(const std::string& path, const kit::DocumentOptions& options = {});

// `name` only serves the content type. Errors: those of unpacking, and BAD_SHAPE when no line is a
// package.
Result<std::unique_ptr<net::HttpClient>>
make_file_client(FileForm form, std::string_view name, net::Body bytes);

} // namespace moisson::cli

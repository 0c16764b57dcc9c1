// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalogue documents that come packed: .gz, and .zip with one member, under the same caps on size
// and ratio as an HTTP body (decision 26).
#pragma once

#include "core/limits.hpp"
#include "core/result.hpp"
#include "net/body.hpp"
#include "net/spool.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::kit {

enum class Packing { none, gzip, zip };

// By the first bytes: names and media types of such files are often wrong.
Packing packing_of(std::string_view bytes);

// The document inside, or `packed` itself when it is not packed. Read and written in pieces: a
// large one goes from file to file. Folders and the notes of macOS are no members. Errors:
// TOO_LARGE, COMPRESSION_BOMB, TRUNCATED, PROTOCOL_ERROR (damaged), BAD_SHAPE (no member, several,
// encrypted, unknown method), SPOOL_FAILED.
Result<net::Body> unpacked(
    net::Body packed,
    const net::SpoolOptions& spool,
    std::size_t bytes_max = limits::document_body_bytes
);

// The same in memory.
Result<std::string>
unpacked(std::string bytes, std::size_t bytes_max = limits::document_body_bytes);

} // namespace moisson::kit

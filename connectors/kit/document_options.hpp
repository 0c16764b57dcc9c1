// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a catalogue in one file may take, and where it is put.
#pragma once

#include "core/limits.hpp"
#include "net/spool.hpp"

#include <cstddef>

namespace moisson::kit {

struct DocumentOptions {
    DocumentOptions() = default;

    net::SpoolOptions spool;
    // Cap on the document as it comes, and unpacked (`net.document_bytes_max`).
    std::size_t bytes_max = limits::document_body_bytes;
};

} // namespace moisson::kit

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a catalogue in one file may take, and where it is put.
#pragma once

#include "async/byte_shares.hpp"
#include "core/limits.hpp"
#include "net/spool.hpp"

#include <cstddef>
#include <memory>

namespace moisson::kit {

struct DocumentOptions {
    DocumentOptions() = default;

    net::SpoolOptions spool;
    // Cap on the document as it comes, and unpacked (`net.document_bytes_max`).
    std::size_t bytes_max = limits::document_body_bytes;
    // Bound on the memory of the contents of all documents of the process that are too large to be
    // spooled to memory (`net.documents_memory_max`).
    std::size_t memory_max = limits::documents_memory_bytes;
    // What holds it, shared by all connectors of a process; none = no bound.
    std::shared_ptr<ByteShares> memory;
    // Of one byte, that of who found the budget of the spool spent and waits to ask again; shared
    // alike, none = nobody waits.
    std::shared_ptr<ByteShares> second_try;
};

} // namespace moisson::kit

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DocumentCache: the last version of each document, packed, so that one which did not change costs
// a request without a body. In memory: a process that begins fetches everything once.
#pragma once

#include "core/limits.hpp"
#include "kit/document.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace moisson::kit {

struct PackedDocument {
    Validators validators;
    std::string packed;
    std::size_t bytes = 0;

    // As it was when it was kept. Errors: SPOOL_FAILED.
    Result<net::Body> body(const net::SpoolOptions& spool) const;
};

class DocumentCache {
public:
    // Packed documents larger than a sixteenth of `bytes_max` are not kept, nor those that pack so
    // well that they would be taken for bombs; the one not asked for longest goes first.
    explicit DocumentCache(std::size_t bytes_max = 64 * limits::mib) : bytes_max_(bytes_max) {}

    // Thread-safe. `name`: source and address. Null when the document is not known.
    std::shared_ptr<const PackedDocument> find(const std::string& name);
    // Without validators the document is forgotten: nobody can ask whether it changed.
    void keep(const std::string& name, Validators validators, const net::Body& body);

private:
    struct Entry {
        std::shared_ptr<const PackedDocument> document;
        std::uint64_t used = 0;
    };
    void forget(const std::string& name);

    const std::size_t bytes_max_;
    std::mutex mutex_;
    std::map<std::string, Entry> entries_;
    std::size_t bytes_ = 0;
    std::uint64_t turn_ = 0;
};

} // namespace moisson::kit

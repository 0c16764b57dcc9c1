// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The dictionaries of the database, each read and digested once per process: their rows are
// immutable. Any db thread.
#pragma once

#include "store/raw_dictionary.hpp"

#include <map>
#include <mutex>
#include <optional>

namespace moisson::store {

class Connection;

class RawDictionaries {
public:
    using Pointer = std::shared_ptr<const RawDictionary>;

    // Null without an id. TABLE_DAMAGED when there is no such row or its bytes are not its
    // digest's.
    Result<Pointer> find(Connection& connection, std::optional<std::int64_t> id);
    // A row of raw_record, uncompressed. TABLE_DAMAGED.
    Result<std::string> read(
        Connection& connection,
        std::int64_t codec,
        std::optional<std::int64_t> dictionary,
        std::string_view bytes
    );

private:
    std::mutex mutex_;
    std::map<std::int64_t, Pointer> known_;
};

} // namespace moisson::store

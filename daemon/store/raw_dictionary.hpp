// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A zstd dictionary, digested once for compressing and for reading, and the training of a new one
// (decision 21). Pure; a RawDictionary is immutable and shared by threads.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson {
class ZstdDictionary;
}

namespace moisson::store {

inline constexpr int raw_level = 3;

class RawDictionary {
public:
    // TABLE_DAMAGED when `bytes` is no trained dictionary.
    static Result<std::shared_ptr<const RawDictionary>>
    make(std::int64_t id, std::string_view bytes);
    ~RawDictionary();
    RawDictionary(const RawDictionary&) = delete;
    RawDictionary& operator=(const RawDictionary&) = delete;

    // dictionary.id
    std::int64_t id() const { return id_; }
    std::string compress(std::string_view raw) const;
    // A frame of another dictionary is refused: the frame names its own. TABLE_DAMAGED.
    Result<std::string> decompress(std::string_view frame) const;

private:
    RawDictionary() = default;
    std::int64_t id_ = 0;
    std::shared_ptr<const ZstdDictionary> digested_;
};

// TABLE_DAMAGED when it is no frame, larger than a record may be, or of another dictionary.
Result<std::string> read_raw_frame(std::string_view frame, const ZstdDictionary* dictionary);

// Bytes of a dictionary, of a sample and of one record in it: larger records need no dictionary.
inline constexpr std::size_t dictionary_bytes_max = 112'640;
inline constexpr std::size_t sample_bytes_max = 24 * 1024 * 1024;
inline constexpr std::size_t sampled_record_bytes_max = 128 * 1024;

struct DictionaryTrial {
    std::string bytes;
    // Records that it was trained on; those that it was measured on are others.
    std::int64_t trained_on = 0;
    std::int64_t measured = 0;
    // The held-out records as they are compressed today, and with the new dictionary.
    std::int64_t bytes_before = 0;
    std::int64_t bytes_after = 0;

    // At least 15 % smaller.
    bool is_worth_it() const { return bytes_after * 100 <= bytes_before * 85; }
};

// Trains on three of four records and measures on the fourth. Nothing when zstd finds nothing in
// common. Takes seconds of one processor and about twice the sample of memory.
std::optional<DictionaryTrial>
try_dictionary(const std::vector<std::string>& records, const RawDictionary* current);

} // namespace moisson::store

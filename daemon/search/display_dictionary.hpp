// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DisplayDictionary: what the display records of a catalogue have in common, so that small blocks
// pack as well as large ones: a result costs the reading of one small block.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

// Records that a dictionary is learnt from.
inline constexpr std::size_t dictionary_samples = 4'000;

// Immutable; any thread.
class DisplayDictionary {
public:
    // Of encoded records; null when nothing can be learnt from them.
    static std::shared_ptr<const DisplayDictionary> train(const std::vector<std::string>& records);
    // Null when the bytes are no dictionary.
    static std::shared_ptr<const DisplayDictionary> read(std::string bytes);
    DisplayDictionary(const DisplayDictionary&) = delete;
    DisplayDictionary& operator=(const DisplayDictionary&) = delete;
    ~DisplayDictionary();

    const std::string& bytes() const { return bytes_; }
    std::size_t memory_bytes() const;

private:
    friend class DisplayPacker;
    struct Tables;
    explicit DisplayDictionary(std::string bytes);

    std::string bytes_;
    std::unique_ptr<Tables> tables_;
};

// One zstd frame for each block; `dictionary` may be null.
class DisplayPacker {
public:
    static std::string pack(std::string_view block, const DisplayDictionary* dictionary);
    // Throws ErrorException(TABLE_DAMAGED) on what pack() did not write.
    static void
    unpack(std::string_view packed, const DisplayDictionary* dictionary, std::string& block);
    // Of the block, as its frame says.
    static std::size_t unpacked_size(std::string_view packed);
};

} // namespace moisson::search

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// zstd frames made and read in one call, with or without a trained dictionary. What zstd needs for
// it is kept by each thread: making it costs more than a small record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson {

enum class ZstdFault : std::uint8_t {
    none,
    // Also one that tells no size, or one beyond what is allowed.
    no_frame,
    other_dictionary,
    damaged
};

// Digested once for packing and for reading. Immutable; any thread.
class ZstdDictionary {
public:
    // Null when `bytes` is no trained dictionary.
    static std::shared_ptr<const ZstdDictionary> make(std::string bytes, int level);
    ZstdDictionary(const ZstdDictionary&) = delete;
    ZstdDictionary& operator=(const ZstdDictionary&) = delete;
    ~ZstdDictionary();

    const std::string& bytes() const { return bytes_; }
    std::size_t memory_bytes() const;

private:
    friend std::string zstd_pack(std::string_view, const ZstdDictionary&);
    friend ZstdFault
    zstd_unpack(std::string_view, const ZstdDictionary*, std::size_t, std::string&);
    struct Digested;
    explicit ZstdDictionary(std::string bytes);

    std::string bytes_;
    unsigned id_ = 0;
    std::unique_ptr<Digested> digested_;
};

// Of what records have in common; empty when that is nothing. Takes seconds of one processor and
// about twice the records of memory.
std::string train_zstd(const std::vector<std::string_view>& records, std::size_t bytes_max);

std::string zstd_pack(std::string_view bytes, int level);
std::string zstd_pack(std::string_view bytes, const ZstdDictionary& dictionary);

// Fills `out`. The frame names its dictionary: another one is refused. `dictionary` may be null.
ZstdFault zstd_unpack(
    std::string_view frame,
    const ZstdDictionary* dictionary,
    std::size_t size_max,
    std::string& out
);
// As the frame says; 0 when it is none.
std::size_t zstd_unpacked_size(std::string_view frame);

} // namespace moisson

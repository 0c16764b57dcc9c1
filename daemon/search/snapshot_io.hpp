// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bytes of the snapshot file: little-endian values and arrays, streamed, with an XXH3 checksum.
// Not a format for anybody else: another version is refused and the index rebuilt.
#pragma once

#include "core/result.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace moisson::search {

class SnapshotWriter {
public:
    // Throws std::system_error when the disk refuses.
    explicit SnapshotWriter(const std::string& path);
    SnapshotWriter(const SnapshotWriter&) = delete;
    SnapshotWriter& operator=(const SnapshotWriter&) = delete;
    ~SnapshotWriter();

    void bytes(const void* data, std::size_t size);
    template <class T>
    void value(T number) {
        static_assert(std::is_trivially_copyable_v<T>);
        bytes(&number, sizeof(T));
    }
    template <class T>
    void array(const std::vector<T>& items) {
        static_assert(std::is_trivially_copyable_v<T>);
        value(static_cast<std::uint64_t>(items.size()));
        bytes(items.data(), items.size() * sizeof(T));
    }
    void text(const std::string& bytes_of_text);
    // Appends the checksum, syncs, closes.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

class SnapshotReader {
public:
    // NOT_FOUND, TABLE_DAMAGED. Nothing that was read is to be trusted before finish().
    static Result<std::unique_ptr<SnapshotReader>> open(const std::string& path);
    SnapshotReader(const SnapshotReader&) = delete;
    SnapshotReader& operator=(const SnapshotReader&) = delete;
    ~SnapshotReader();

    // All throw ErrorException(TABLE_DAMAGED) beyond the end.
    void bytes(void* data, std::size_t size);
    template <class T>
    T value() {
        static_assert(std::is_trivially_copyable_v<T>);
        T number{};
        bytes(&number, sizeof(T));
        return number;
    }
    template <class T>
    std::vector<T> array() {
        const auto count = value<std::uint64_t>();
        check_room(count, sizeof(T));
        std::vector<T> items;
        items.reserve(count);
        // Piece by piece: what is made, read and summed stays near the processor meanwhile.
        constexpr std::size_t piece = std::max<std::size_t>(piece_bytes / sizeof(T), 1);
        for (std::size_t at = 0; at < count; at = items.size()) {
            items.resize(std::min<std::size_t>(count, at + piece));
            bytes(items.data() + at, (items.size() - at) * sizeof(T));
        }
        return items;
    }
    std::string text();
    // Reads over bytes that somebody will read where they are; they are summed as all others.
    void skip(std::uint64_t size);
    // Where the next byte is in the file.
    std::uint64_t position() const;
    // The same file once more, of whom the caller is; -1: the system has no more.
    int another_descriptor() const;
    // After all was read. TABLE_DAMAGED when the checksum is another one.
    Result<void> finish();

private:
    struct State;
    static constexpr std::size_t piece_bytes = 1 << 17;
    explicit SnapshotReader(std::unique_ptr<State> state);
    void check_room(std::uint64_t count, std::size_t size) const;
    std::unique_ptr<State> state_;
};

// A right checksum says that these bytes were written, not that we wrote them: numbers that were
// read are held against what they number before anything follows them.

// Where so many lists begin that stand one behind the other in `size` values, and the end.
inline bool
are_offsets(std::span<const std::uint32_t> offsets, std::size_t lists, std::size_t size) {
    return offsets.size() == lists + 1 && offsets.front() == 0 && offsets.back() == size &&
           std::is_sorted(offsets.begin(), offsets.end());
}

template <class T>
bool all_below(const std::vector<T>& numbers, std::size_t limit) {
    return std::all_of(numbers.begin(), numbers.end(), [limit](T number) {
        return number < limit;
    });
}

} // namespace moisson::search

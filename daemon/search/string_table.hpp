// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// StringTable: many short strings in one blob; sorted when it serves as a dictionary.
#pragma once

#include "search/snapshot_io.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

class StringTable {
public:
    static constexpr std::uint32_t absent = 0xFFFFFFFFU;

    std::uint32_t size() const { return static_cast<std::uint32_t>(offsets_.size() - 1); }
    std::string_view operator[](std::uint32_t index) const {
        const std::uint32_t begin = offsets_.data()[index];
        return std::string_view(blob_.data() + begin, offsets_.data()[index + 1] - begin);
    }
    void add(std::string_view text) {
        blob_ += text;
        offsets_.push_back(static_cast<std::uint32_t>(blob_.size()));
    }
    // First index whose string is >= text; for sorted tables.
    std::uint32_t lower_bound(std::string_view text) const {
        std::uint32_t low = 0;
        std::uint32_t high = size();
        while (low < high) {
            const std::uint32_t middle = low + (high - low) / 2;
            if ((*this)[middle] < text)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
    // Index in a sorted table, or `absent`.
    std::uint32_t find(std::string_view text) const {
        const std::uint32_t at = lower_bound(text);
        return at < size() && (*this)[at] == text ? at : absent;
    }
    void reserve(std::size_t texts, std::size_t bytes) {
        offsets_.reserve(texts + 1);
        blob_.reserve(bytes);
    }
    std::size_t text_bytes() const { return blob_.size(); }
    void shrink() {
        blob_.shrink_to_fit();
        offsets_.shrink_to_fit();
    }
    std::size_t memory_bytes() const { return blob_.capacity() + offsets_.capacity() * 4; }
    bool is_sound() const {
        return !offsets_.empty() && are_offsets(offsets_, offsets_.size() - 1, blob_.size());
    }
    void write(SnapshotWriter& out) const {
        out.text(blob_);
        out.array(offsets_);
    }
    static StringTable read(SnapshotReader& in) {
        StringTable table;
        table.blob_ = in.text();
        table.offsets_ = in.array<std::uint32_t>();
        return table;
    }

private:
    std::string blob_;
    std::vector<std::uint32_t> offsets_{0};
};

} // namespace moisson::search

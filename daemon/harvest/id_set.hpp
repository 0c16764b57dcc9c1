// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// IdSet: the remote ids a run has met, as 64-bit hashes in one flat table (16 bytes per id or
// less), so that a million ids cost no more than a page. Two ids with one hash (chance below one in
// ten million at a million ids) count as a duplicate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace moisson::harvest {

class IdSet {
public:
    // False when the id was there.
    bool insert(std::string_view id);
    bool contains(std::string_view id) const;
    std::size_t size() const { return size_; }

private:
    void grow();
    std::size_t slot_of(std::uint64_t hash) const;

    std::vector<std::uint64_t> slots_; // 0 = free
    std::size_t size_ = 0;
};

} // namespace moisson::harvest

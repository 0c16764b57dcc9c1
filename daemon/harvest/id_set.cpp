// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/id_set.hpp"

#include "core/digest.hpp"

#include <utility>

namespace moisson::harvest {
namespace {

std::uint64_t hash_of(std::string_view id) {
    const std::uint64_t hash = fast_hash(id);
    return hash == 0 ? 1 : hash;
}

} // namespace

std::size_t IdSet::slot_of(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = static_cast<std::size_t>(hash) & mask;
    while (slots_[slot] != 0 && slots_[slot] != hash)
        slot = (slot + 1) & mask;
    return slot;
}

void IdSet::grow() {
    std::vector<std::uint64_t> old(slots_.empty() ? 256 : slots_.size() * 2, 0);
    std::swap(old, slots_);
    for (const std::uint64_t hash : old) {
        if (hash != 0)
            slots_[slot_of(hash)] = hash;
    }
}

bool IdSet::insert(std::string_view id) {
    if (slots_.empty() || size_ * 3 >= slots_.size() * 2)
        grow();
    const std::uint64_t hash = hash_of(id);
    const std::size_t slot = slot_of(hash);
    if (slots_[slot] == hash)
        return false;
    slots_[slot] = hash;
    ++size_;
    return true;
}

bool IdSet::contains(std::string_view id) const {
    if (slots_.empty())
        return false;
    const std::uint64_t hash = hash_of(id);
    return slots_[slot_of(hash)] == hash;
}

} // namespace moisson::harvest

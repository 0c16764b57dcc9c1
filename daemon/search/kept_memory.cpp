// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/kept_memory.hpp"

#include <array>
#include <bit>

namespace moisson::search::kept_memory {

namespace {

// Before each list: how many bytes it has room for.
constexpr std::size_t head_bytes = 64;

std::size_t& room_of(std::byte* block) {
    return *reinterpret_cast<std::size_t*>(block);
}

class KeptBlocks {
public:
    KeptBlocks() = default;
    KeptBlocks(const KeptBlocks&) = delete;
    KeptBlocks& operator=(const KeptBlocks&) = delete;
    ~KeptBlocks() {
        for (std::byte* const block : blocks_)
            ::operator delete(block);
    }

    // The smallest that has room; null: none has.
    std::byte* take(std::size_t bytes) {
        std::byte** best = nullptr;
        for (std::byte*& block : blocks_)
            if (block != nullptr && room_of(block) >= bytes &&
                (best == nullptr || room_of(block) < room_of(*best)))
                best = &block;
        return best == nullptr ? nullptr : std::exchange(*best, nullptr);
    }
    // Keeps the largest; returns the one that has no place, or null.
    std::byte* keep(std::byte* given) noexcept {
        for (std::byte*& block : blocks_)
            if (given != nullptr && (block == nullptr || room_of(block) < room_of(given)))
                std::swap(block, given);
        return given;
    }

private:
    std::array<std::byte*, lists_max> blocks_{};
};

KeptBlocks& blocks() {
    thread_local KeptBlocks kept;
    return kept;
}

} // namespace

void* take(std::size_t bytes) {
    if (bytes < list_bytes_min)
        return ::operator new(bytes);
    std::byte* block = blocks().take(bytes);
    if (block == nullptr) {
        // Few sizes, so that one serves the next; what nobody writes to takes no memory.
        const std::size_t room = bytes < list_bytes_max ? std::bit_ceil(bytes) : bytes;
        block = static_cast<std::byte*>(::operator new(head_bytes + room));
        room_of(block) = room;
    }
    return block + head_bytes;
}

void give(void* list, std::size_t bytes) noexcept {
    if (bytes < list_bytes_min)
        return ::operator delete(list);
    std::byte* block = static_cast<std::byte*>(list) - head_bytes;
    if (room_of(block) <= list_bytes_max)
        block = blocks().keep(block);
    ::operator delete(block);
}

} // namespace moisson::search::kept_memory

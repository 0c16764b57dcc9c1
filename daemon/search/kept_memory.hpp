// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// KeptAllocator: lists of hundreds of thousands of candidates take the memory of an earlier list of
// their thread. Fresh pages, asked of the system and cleared for each question, cost more than what
// is written to them.
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <type_traits>
#include <utility>

namespace moisson::search {

namespace kept_memory {

// Shorter lists come from the heap and go back to it.
inline constexpr std::size_t list_bytes_min = 256 << 10;
// What a thread keeps between two questions, at most: two lists of a million candidates.
inline constexpr std::size_t lists_max = 2;
inline constexpr std::size_t list_bytes_max = 16 << 20;

// Not inlined: a compiler that sees both takes the head of a list for a wrong address.
[[gnu::noinline]] void* take(std::size_t bytes);
// `bytes`: as they were asked for. Any thread.
[[gnu::noinline]] void give(void* list, std::size_t bytes) noexcept;

} // namespace kept_memory

// Of plain values only: those that are not given a value have that of an earlier list.
template <class T>
struct KeptAllocator {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= alignof(std::max_align_t));

    using value_type = T;

    KeptAllocator() = default;
    template <class U>
    KeptAllocator(const KeptAllocator<U>&) noexcept {}

    T* allocate(std::size_t count) {
        if (count > std::numeric_limits<std::size_t>::max() / 2 / sizeof(T))
            throw std::bad_array_new_length();
        return static_cast<T*>(kept_memory::take(count * sizeof(T)));
    }
    void deallocate(T* list, std::size_t count) noexcept {
        kept_memory::give(list, count * sizeof(T));
    }
    // Whoever makes a list of a size fills it.
    template <class U>
    void construct(U*) noexcept {}
    template <class U>
    void construct(U* at, const U& value) noexcept {
        ::new (static_cast<void*>(at)) U(value);
    }
    friend bool operator==(const KeptAllocator&, const KeptAllocator&) { return true; }
};

} // namespace moisson::search

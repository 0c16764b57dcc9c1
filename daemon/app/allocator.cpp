// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "app/allocator.hpp"

#include <malloc.h>

namespace moisson::app {
namespace {

constexpr int arenas_max = 2;
// Larger blocks go straight back to the kernel when freed.
constexpr int mapped_from_bytes = 512 * 1024;
constexpr int kept_at_top_bytes = 4 * 1024 * 1024;

} // namespace

void give_memory_back() {
    mallopt(M_ARENA_MAX, arenas_max);
    mallopt(M_MMAP_THRESHOLD, mapped_from_bytes);
    mallopt(M_TRIM_THRESHOLD, kept_at_top_bytes);
}

} // namespace moisson::app

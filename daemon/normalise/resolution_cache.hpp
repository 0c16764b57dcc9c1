// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A bounded, locked memory of raw string -> resolution: portals repeat the same few hundred strings
// millions of times.
#pragma once

#include "core/digest.hpp"
#include "normalise/lexicon.hpp"

#include <array>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace moisson::normalise {

template <class T>
class ResolutionCache {
public:
    template <class Resolve>
    T get(std::string_view raw, Resolve&& resolve) const {
        if (raw.size() > key_bytes_max)
            return resolve(raw);
        Shard& shard = shards_[fast_hash(raw) % shards_.size()];
        {
            const std::shared_lock lock(shard.mutex);
            if (const auto found = shard.entries.find(raw); found != shard.entries.end())
                return found->second;
        }
        T result = resolve(raw);
        const std::unique_lock lock(shard.mutex);
        // Dropping all is simpler than choosing, and the common strings are back at once.
        if (shard.entries.size() >= entries_max)
            shard.entries.clear();
        shard.entries.try_emplace(std::string(raw), result);
        return result;
    }

private:
    static constexpr std::size_t key_bytes_max = 512;
    static constexpr std::size_t entries_max = 1'024;
    struct Shard {
        std::shared_mutex mutex;
        KeyMap<T> entries;
    };
    mutable std::array<Shard, 8> shards_;
};

} // namespace moisson::normalise

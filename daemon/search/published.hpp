// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Published<T>: an immutable value that one thread replaces and others hold. The lock covers the
// copy of a pointer, never work. std::atomic<std::shared_ptr> would say the same, but its load in
// libstdc++ 12 unlocks with relaxed order, a data race that ThreadSanitizer reports.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace moisson::search {

template <class T>
class Published {
public:
    explicit Published(std::shared_ptr<const T> value = nullptr) : value_(std::move(value)) {}

    std::shared_ptr<const T> load() const {
        const std::scoped_lock lock(mutex_);
        return value_;
    }
    void store(std::shared_ptr<const T> value) {
        const std::scoped_lock lock(mutex_);
        // The old value dies outside the lock, with the parameter.
        value_.swap(value);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const T> value_;
};

} // namespace moisson::search

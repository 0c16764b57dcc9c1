// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What changed between two moments, looked up once for all who follow a search from the one to the
// other. One caller at a time.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace moisson::notify {

class ChangedSlot {
public:
    using Datasets = std::shared_ptr<const std::vector<Uuid>>;
    using Look =
        std::function<asio::awaitable<Result<std::vector<Uuid>>>(Instant since, Instant until)>;

    explicit ChangedSlot(Look look) : look_(std::move(look)) {}

    // In [since, until), but no further back than limits::changes_back.
    asio::awaitable<Result<Datasets>> find(Instant since, Instant until);

private:
    Look look_;
    Instant since_{};
    Instant until_{};
    Datasets found_;
};

} // namespace moisson::notify

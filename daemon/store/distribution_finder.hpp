// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DistributionFinder: which dataset a distribution belongs to. Results: NOT_FOUND,
// STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/ids.hpp"

#include <memory>

namespace moisson::store {

class Database;

class DistributionFinder {
public:
    DistributionFinder() = default;
    DistributionFinder(const DistributionFinder&) = delete;
    DistributionFinder& operator=(const DistributionFinder&) = delete;
    virtual ~DistributionFinder() = default;

    // Whatever the state of the dataset; also of one that was taken down.
    virtual asio::awaitable<Result<DatasetId>> dataset_of(DistributionId id) = 0;
};

// `database` outlives it.
std::unique_ptr<DistributionFinder> make_distribution_finder(Database& database);

} // namespace moisson::store

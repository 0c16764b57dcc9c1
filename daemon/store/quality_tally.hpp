// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How the scores of a portal spread, and which criterion costs it most (S5.4). Counted while
// datasets are judged and kept by source, as of its last whole walk.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/quality.hpp"
#include "store/database.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

// What one criterion costs.
struct QualityLever {
    std::string criterion;
    double points = 0;
    std::int64_t datasets = 0;

    bool operator==(const QualityLever&) const = default;
};

class QualityTally {
public:
    // Of one dataset: its score of 0-100 and the points of each criterion that costs some.
    void add(int percent, const std::vector<QualityLever>& lost);
    void add(const QualityTally& other);

    std::int64_t scored() const;
    std::optional<double> mean() const;
    // The lower one of two.
    std::optional<int> median() const;
    // Datasets with a score in [from, to].
    std::int64_t between(int from, int to) const;
    // Dearest first: points summed over the datasets.
    std::vector<QualityLever> levers() const;

    // JSON, for the column. What cannot be read is nothing.
    std::string encode() const;
    static QualityTally decode(std::string_view text);

    bool operator==(const QualityTally&) const = default;

private:
    std::array<std::int64_t, 101> scores_{};
    std::map<std::string, QualityLever, std::less<>> lost_;
};

// Of the enabled sources of a portal that were walked over. STORE_UNAVAILABLE.
asio::awaitable<Result<QualityTally>> read_quality_tally(Database& database, std::string portal);

} // namespace moisson::store

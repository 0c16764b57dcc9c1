// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/quality_tally.hpp"

#include "core/json_access.hpp"
#include "store/connection.hpp"
#include "store/public_read.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace moisson::store {
namespace {

// $1 portal.
constexpr const char* select_tallies = R"sql(
select a.tallied from portal p join source s on s.portal = p.id and s.enabled
join assessment a on a.source = s.id
where p.key = $1 and a.tallied is not null)sql";

} // namespace

void QualityTally::add(int percent, const std::vector<QualityLever>& lost) {
    ++scores_[static_cast<std::size_t>(std::clamp(percent, 0, 100))];
    for (const QualityLever& one : lost) {
        QualityLever& sum = lost_[one.criterion];
        sum.criterion = one.criterion;
        sum.points += one.points;
        sum.datasets += one.datasets;
    }
}

void QualityTally::add(const QualityTally& other) {
    for (std::size_t i = 0; i < scores_.size(); ++i)
        scores_[i] += other.scores_[i];
    for (const auto& [criterion, one] : other.lost_) {
        QualityLever& sum = lost_[criterion];
        sum.criterion = criterion;
        sum.points += one.points;
        sum.datasets += one.datasets;
    }
}

std::int64_t QualityTally::scored() const {
    return between(0, 100);
}

std::optional<double> QualityTally::mean() const {
    const std::int64_t all = scored();
    if (all == 0)
        return std::nullopt;
    double sum = 0;
    for (std::size_t i = 0; i < scores_.size(); ++i)
        sum += static_cast<double>(i) * static_cast<double>(scores_[i]);
    return sum / static_cast<double>(all);
}

std::optional<int> QualityTally::median() const {
    const std::int64_t half = (scored() + 1) / 2;
    std::int64_t passed = 0;
    for (std::size_t i = 0; half > 0 && i < scores_.size(); ++i) {
        passed += scores_[i];
        if (passed >= half)
            return static_cast<int>(i);
    }
    return std::nullopt;
}

std::int64_t QualityTally::between(int from, int to) const {
    return std::accumulate(
        scores_.begin() + std::clamp(from, 0, 101),
        scores_.begin() + std::clamp(to + 1, 0, 101),
        std::int64_t{0}
    );
}

std::vector<QualityLever> QualityTally::levers() const {
    std::vector<QualityLever> out;
    for (const auto& [criterion, one] : lost_)
        out.push_back(one);
    std::stable_sort(out.begin(), out.end(), [](const QualityLever& a, const QualityLever& b) {
        return a.points > b.points;
    });
    return out;
}

std::string QualityTally::encode() const {
    json::Value scores = json::Value::array();
    for (const std::int64_t count : scores_)
        scores.push_back(count);
    json::Value lost = json::Value::object();
    for (const auto& [criterion, one] : lost_)
        lost[criterion] = {{"points", one.points}, {"datasets", one.datasets}};
    json::Value out;
    out["scores"] = std::move(scores);
    out["lost"] = std::move(lost);
    return json::dump(out);
}

QualityTally QualityTally::decode(std::string_view text) {
    QualityTally out;
    const Result<json::Value> parsed = json::parse(text);
    if (!parsed)
        return out;
    const json::Value* const scores = json::find(*parsed, "scores");
    if (scores != nullptr && scores->is_array() && scores->size() == out.scores_.size())
        for (std::size_t i = 0; i < out.scores_.size(); ++i)
            if ((*scores)[i].is_number_integer())
                out.scores_[i] = (*scores)[i].get<std::int64_t>();
    const json::Value* const lost = json::find(*parsed, "lost");
    if (lost == nullptr || !lost->is_object())
        return out;
    for (const auto& [criterion, one] : lost->items()) {
        const json::Value* const points = json::find(one, "points");
        const auto datasets = json::integer(one, "datasets");
        if (points == nullptr || !points->is_number() || !datasets)
            continue;
        out.lost_[criterion] = {criterion, points->get<double>(), *datasets};
    }
    return out;
}

asio::awaitable<Result<QualityTally>> read_quality_tally(Database& database, std::string portal) {
    std::function<Result<QualityTally>(Connection&)> job =
        [portal = std::move(portal)](Connection& db) -> Result<QualityTally> {
        const Rows rows = db.exec(select_tallies, Params(portal));
        QualityTally out;
        for (int i = 0; i < rows.size(); ++i)
            out.add(QualityTally::decode(rows.text(i, 0)));
        return out;
    };
    return public_read<QualityTally>(database, "read_quality_tally", std::move(job));
}

} // namespace moisson::store

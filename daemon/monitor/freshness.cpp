// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Days, not hours: portals give days, and a difference of hours would accuse producers of the time
// zone of their software. What a date leaves open counts for the producer.
#include "monitor/freshness.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace moisson::monitor {
namespace {

using Day = std::chrono::sys_days;

struct LastUpdate {
    UpdateEvidence kind = UpdateEvidence::none;
    Day day{};
};

// The last day that the date may mean.
Day last_day(const PartialDate& date) {
    const Day day = std::chrono::floor<std::chrono::days>(date.instant);
    const std::chrono::year_month_day parts(day);
    switch (date.precision) {
    case DatePrecision::year:
        return Day(parts.year() / std::chrono::December / std::chrono::day(31));
    case DatePrecision::month:
        return Day(parts.year() / parts.month() / std::chrono::last);
    default:
        return day;
    }
}

bool is_possible(const std::optional<PartialDate>& date, Instant now) {
    return date && date->instant <= now + future_tolerance;
}

void take(
    LastUpdate& best,
    UpdateEvidence kind,
    const std::optional<PartialDate>& date,
    const FreshnessContext& context
) {
    if (!is_possible(date, context.now))
        return;
    const Day day = last_day(*date);
    if (best.kind == UpdateEvidence::none || day > best.day)
        best = {kind, day};
}

void take_seen(
    LastUpdate& best,
    UpdateEvidence kind,
    const std::optional<Instant>& at,
    const FreshnessContext& context
) {
    if (!at || *at > context.now)
        return;
    PartialDate day;
    day.instant = std::chrono::floor<std::chrono::days>(*at);
    take(best, kind, day, context);
}

bool is_mass_touched(const std::optional<PartialDate>& date, const FreshnessContext& context) {
    if (!date)
        return false;
    const std::int64_t hour =
        std::chrono::floor<std::chrono::hours>(date->instant).time_since_epoch().count();
    return std::binary_search(context.mass_touched.begin(), context.mass_touched.end(), hour);
}

// The date that stood where the bulk edit wrote; that edit itself may have been counted before it
// was seen to be one.
void take_before(LastUpdate& best, const Dataset& dataset, const FreshnessContext& context) {
    const FreshnessDates& before = context.before;
    if (before.evidence == UpdateEvidence::dataset && before.counted_from &&
        *before.counted_from < Instant(last_day(*dataset.modified)))
        take_seen(best, UpdateEvidence::dataset, before.counted_from, context);
}

// Strong evidence when there is any, else the best of the weak.
LastUpdate newest_evidence(const Dataset& dataset, const FreshnessContext& context) {
    LastUpdate strong;
    for (const Distribution& distribution : dataset.distributions)
        take(strong, UpdateEvidence::resource, distribution.modified, context);
    const bool touched = is_mass_touched(dataset.modified, context);
    if (!touched)
        take(strong, UpdateEvidence::dataset, dataset.modified, context);
    // A look that found nothing to change is as good as an update (S4).
    take_seen(strong, UpdateEvidence::confirmed, context.confirmed, context);
    take_seen(strong, UpdateEvidence::content, context.content, context);
    if (strong.kind != UpdateEvidence::none) {
        // It never moves back for that: an older date would accuse.
        if (touched)
            take_before(strong, dataset, context);
        return strong;
    }
    LastUpdate weak;
    if (touched)
        take(weak, UpdateEvidence::mass_touched, dataset.modified, context);
    take(weak, UpdateEvidence::publication, dataset.issued, context);
    return weak;
}

// The days on which something was published or changed, ascending, each once.
std::vector<Day> observed_days(const Dataset& dataset, Instant now) {
    std::vector<Day> days;
    for (const Distribution& distribution : dataset.distributions) {
        const auto& date = distribution.modified ? distribution.modified : distribution.issued;
        const bool coarse = date && (date->precision == DatePrecision::year ||
                                     date->precision == DatePrecision::month);
        if (is_possible(date, now) && !coarse)
            days.push_back(last_day(*date));
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

// The upper median of the gaps.
std::optional<std::chrono::days> usual_gap(const std::vector<Day>& days) {
    if (days.size() < observed_updates_min)
        return std::nullopt;
    std::vector<std::chrono::days> gaps;
    for (std::size_t i = 1; i < days.size(); ++i)
        gaps.push_back(days[i] - days[i - 1]);
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    return *middle;
}

// Undeclared, or declared without a rhythm; "never" and "as needed" are taken at their word.
bool may_be_estimated(std::string_view code) {
    constexpr std::array<std::string_view, 4> open = {"", "UNKNOWN", "IRREG", "OTHER"};
    return std::find(open.begin(), open.end(), code) != open.end();
}

} // namespace

FreshnessDates freshness_of(
    const Dataset& dataset,
    const normalise::FrequencyRow* frequency,
    const FreshnessContext& context
) {
    FreshnessDates out;
    const LastUpdate evidence = newest_evidence(dataset, context);
    out.evidence = evidence.kind;
    if (evidence.kind != UpdateEvidence::none)
        out.counted_from = Instant(evidence.day);
    const std::string_view code =
        frequency == nullptr ? std::string_view() : std::string_view(frequency->code);
    if (frequency != nullptr && frequency->period_days) {
        if (!out.counted_from)
            return out;
        const auto after = [&](int days) {
            return Instant(evidence.day + std::chrono::days(days));
        };
        const int period = *frequency->period_days;
        out.basis = FreshnessBasis::declared;
        out.expected_at = after(period);
        out.late_at = after(period + frequency->overdue_grace_days.value_or(0));
        out.very_late_at = after(period + frequency->delinquent_grace_days.value_or(0));
        return out;
    }
    if (out.counted_from && may_be_estimated(code))
        if (const auto gap = usual_gap(observed_days(dataset, context.now))) {
            out.basis = FreshnessBasis::estimated;
            out.expected_at = Instant(evidence.day + *gap);
            return out;
        }
    out.basis = code.empty() || code == "UNKNOWN" ? FreshnessBasis::none : FreshnessBasis::not_due;
    return out;
}

} // namespace moisson::monitor

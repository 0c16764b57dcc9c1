// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/time_zone.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace moisson::normalise {
namespace {

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}
    bool done() const { return rest_.empty(); }
    bool accept(char c) {
        if (!rest_.starts_with(c))
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    // "CET" or "<+01>".
    bool name() {
        std::size_t length = 0;
        if (rest_.starts_with('<')) {
            length = rest_.find('>');
            length = length == std::string_view::npos ? 0 : length + 1;
        } else {
            while (length < rest_.size() &&
                   ((rest_[length] | 0x20) >= 'a' && (rest_[length] | 0x20) <= 'z'))
                ++length;
        }
        rest_.remove_prefix(length);
        return length > 0;
    }
    std::optional<int> number() {
        int value = 0;
        const auto parsed = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (parsed.ec != std::errc{} || value < -200 || value > 200)
            return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(parsed.ptr - rest_.data()));
        return value;
    }
    // "[+-]hh[:mm]" in seconds.
    std::optional<int> clock() {
        const bool minus = accept('-');
        if (!minus)
            accept('+');
        const auto hours = number();
        if (!hours)
            return std::nullopt;
        int seconds = *hours * 3600;
        if (accept(':')) {
            const auto minutes = number();
            if (!minutes)
                return std::nullopt;
            seconds += *minutes * 60;
        }
        return minus ? -seconds : seconds;
    }
    std::optional<TransitionRule> transition() {
        TransitionRule rule;
        if (!accept('M'))
            return std::nullopt;
        const auto month = number();
        if (!month || !accept('.'))
            return std::nullopt;
        const auto week = number();
        if (!week || !accept('.'))
            return std::nullopt;
        const auto weekday = number();
        if (!weekday || *month < 1 || *month > 12 || *week < 1 || *week > 5 || *weekday < 0 ||
            *weekday > 6)
            return std::nullopt;
        rule.month = static_cast<unsigned>(*month);
        rule.week = static_cast<unsigned>(*week);
        rule.weekday = static_cast<unsigned>(*weekday);
        if (accept('/')) {
            const auto at = clock();
            if (!at)
                return std::nullopt;
            rule.seconds = *at;
        }
        return rule;
    }

private:
    std::string_view rest_;
};

// Seconds since 1970 of the transition, in the local time before it.
long long transition_in(const TransitionRule& rule, std::chrono::year year) {
    // Arithmetic on the calendar.
    using namespace std::chrono;
    const weekday day{rule.weekday};
    const sys_days date = rule.week == 5 ? sys_days{year / month{rule.month} / day[last]}
                                         : sys_days{year / month{rule.month} / day[rule.week]};
    return static_cast<long long>(date.time_since_epoch().count()) * 86'400 + rule.seconds;
}

} // namespace

std::optional<TimeZone> TimeZone::from_posix(std::string_view rule) {
    Reader reader(rule);
    TimeZone zone;
    if (!reader.name())
        return std::nullopt;
    const auto standard = reader.clock();
    if (!standard)
        return std::nullopt;
    zone.standard_minutes_ = -*standard / 60; // POSIX counts west of Greenwich
    zone.summer_minutes_ = zone.standard_minutes_;
    if (reader.done())
        return zone;
    zone.has_summer_ = true;
    zone.summer_minutes_ += 60;
    if (!reader.name())
        return std::nullopt;
    if (!reader.accept(',')) {
        const auto summer = reader.clock();
        if (!summer || !reader.accept(','))
            return std::nullopt;
        zone.summer_minutes_ = -*summer / 60;
    }
    const auto begin = reader.transition();
    if (!begin || !reader.accept(','))
        return std::nullopt;
    const auto end = reader.transition();
    if (!end || !reader.done())
        return std::nullopt;
    zone.begin_ = *begin;
    zone.end_ = *end;
    return zone;
}

int TimeZone::offset_minutes(long long local_seconds) const {
    // Arithmetic on the calendar.
    using namespace std::chrono;
    if (!has_summer_)
        return standard_minutes_;
    const year_month_day date{floor<days>(sys_seconds{seconds{local_seconds}})};
    const long long begin = transition_in(begin_, date.year());
    const long long end = transition_in(end_, date.year());
    const long long begin_after = begin + (summer_minutes_ - standard_minutes_) * 60LL;
    const bool summer = begin < end ? local_seconds >= begin_after && local_seconds < end
                                    : local_seconds >= begin_after || local_seconds < end;
    return summer ? summer_minutes_ : standard_minutes_;
}

int TimeZone::offset_minutes_at(long long utc_seconds) const {
    // Arithmetic on the calendar.
    using namespace std::chrono;
    if (!has_summer_)
        return standard_minutes_;
    const long long standard = utc_seconds + standard_minutes_ * 60LL;
    const year_month_day date{floor<days>(sys_seconds{seconds{standard}})};
    const long long begin = transition_in(begin_, date.year()) - standard_minutes_ * 60LL;
    const long long end = transition_in(end_, date.year()) - summer_minutes_ * 60LL;
    const bool summer = begin < end ? utc_seconds >= begin && utc_seconds < end
                                    : utc_seconds >= begin || utc_seconds < end;
    return summer ? summer_minutes_ : standard_minutes_;
}

std::vector<long long> TimeZone::moments_of(long long local_seconds) const {
    std::vector<long long> moments;
    // East of Greenwich the clock is ahead: the larger offset gives the earlier moment.
    const int low = std::min(standard_minutes_, summer_minutes_);
    const int high = std::max(standard_minutes_, summer_minutes_);
    for (const int offset : {high, low}) {
        const long long moment = local_seconds - offset * 60LL;
        const bool is_new = moments.empty() || moments.back() != moment;
        if (is_new && offset_minutes_at(moment) == offset)
            moments.push_back(moment);
    }
    return moments;
}

long long TimeZone::after_gap(long long local_seconds) const {
    // Clocks are put forward in a gap: the offset before it is the smaller one.
    return local_seconds - std::min(standard_minutes_, summer_minutes_) * 60LL;
}

} // namespace moisson::normalise

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Who is told what, and when.
#include "notify/compose.hpp"

#include <algorithm>
#include <iterator>

namespace moisson::notify {
namespace {

using std::chrono::days;
using std::chrono::floor;

bool is_urgent(const store::Notice& notice) {
    return notice.frequency == MailFrequency::immediate;
}

void add(Telling& telling, const store::Notice& notice) {
    (notice.event == "resolved" ? telling.resolved : telling.fresh).push_back(notice);
}

std::optional<Telling> urgent(const store::Waiting& person, const MailOptions& options) {
    if (person.last_immediate && person.now < *person.last_immediate + options.immediate_every)
        return std::nullopt;
    Telling telling;
    telling.kind = "immediate";
    bool due = false;
    for (const store::Notice& notice : person.notices) {
        if (!notice.waiting || !is_urgent(notice))
            continue;
        due = due || notice.at + options.group_wait <= person.now;
        add(telling, notice);
    }
    return due ? std::optional(std::move(telling)) : std::nullopt;
}

bool may_digest(const store::Waiting& person, const MailOptions& options) {
    const auto local_day = [&](Instant instant) { return floor<days>(instant + person.offset); };
    if (person.last_digest && local_day(*person.last_digest) == local_day(person.now))
        return false;
    // One that arrived late left yesterday's slot open: it is not made up for at midnight.
    const Instant today = local_day(person.now);
    return person.now + person.offset >= today + std::chrono::hours(options.digest_hour);
}

std::optional<Telling> digest(
    const store::Waiting& person,
    const MailOptions& options,
    const std::vector<SearchNews>& news
) {
    if (!may_digest(person, options))
        return std::nullopt;
    Telling telling;
    telling.kind = "digest";
    std::copy_if(
        news.begin(),
        news.end(),
        std::back_inserter(telling.searches),
        [](const SearchNews& one) { return one.any(); }
    );
    bool due = !telling.searches.empty();
    const auto is_due = [&](Instant at, MailFrequency frequency) {
        const Instant slot = last_slot(person.now, person.offset, frequency, options);
        // A week ago their clocks may have shown another time: that day's digest was that slot's.
        const bool daily = frequency == MailFrequency::daily;
        const Instant since = daily ? slot : slot - limits::clock_change;
        return at <= slot && (!person.last_digest || *person.last_digest < since);
    };
    for (const store::Notice& notice : person.notices) {
        if (!notice.waiting)
            telling.still.push_back(notice);
        if (!notice.waiting || is_urgent(notice) || !is_due(notice.at, notice.frequency))
            continue;
        due = true;
        add(telling, notice);
    }
    for (const store::ProposalNotice& one : person.proposals)
        due = due || is_due(one.at, one.frequency);
    // All of them with any: they are read together.
    telling.proposals = person.proposals;
    return due ? std::optional(std::move(telling)) : std::nullopt;
}

} // namespace

Instant last_slot(
    Instant now,
    std::chrono::minutes offset,
    MailFrequency frequency,
    const MailOptions& options
) {
    const Instant local = now + offset;
    auto day = floor<days>(local);
    const std::chrono::hours hour(options.digest_hour);
    if (day + hour > local)
        day -= days(1);
    if (frequency != MailFrequency::daily) {
        const std::chrono::weekday wanted(static_cast<unsigned>(options.digest_day % 7));
        day -= std::chrono::weekday(day) - wanted;
    }
    return day + hour - offset;
}

std::vector<SearchWish> due_searches(const store::Waiting& person, const MailOptions& options) {
    std::vector<SearchWish> out;
    if (!may_digest(person, options))
        return out;
    for (const store::FollowedSearch& one : person.searches) {
        SearchWish wish;
        wish.since = one.until;
        wish.until =
            last_slot(person.now, person.offset, one.frequency, options) - limits::search_settle;
        if (wish.since >= wish.until)
            continue;
        wish.subscription = one.subscription;
        wish.query = one.query;
        wish.label = one.label;
        out.push_back(std::move(wish));
    }
    return out;
}

bool is_for_who_searches(const store::Waiting& person, const MailOptions& options) {
    const Instant slot = last_slot(person.now, person.offset, MailFrequency::daily, options);
    return person.now < slot + limits::search_turn && !due_searches(person, options).empty();
}

std::optional<Telling> decide(
    const store::Waiting& person,
    const MailOptions& options,
    const std::vector<SearchNews>& news
) {
    if (auto telling = urgent(person, options))
        return telling;
    return digest(person, options, news);
}

} // namespace moisson::notify

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The clock, and what the product does with it.
#include "simulation/mail/year.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::simulation {

using std::chrono::hours;
using std::chrono::minutes;
using store::testing::await;

namespace {

class Quiet final : public telemetry::Logger {
public:
    bool enabled(telemetry::LogLevel) const override { return false; }
    void write(telemetry::LogLevel, std::string_view, std::span<const telemetry::Field>) override {}
};

// When no portal is in trouble, the engine looks every so many hours: nothing changes meanwhile but
// what a_day() does.
constexpr int quiet_hours = 3;

bool covers(const std::vector<Stretch>& list, int hour) {
    return std::any_of(list.begin(), list.end(), [hour](const Stretch& one) {
        return one.from <= hour && hour < one.until;
    });
}

} // namespace

std::string portal_key(int portal) {
    return fmt::format("p{:02}", portal);
}

MailYear::MailYear(MailYearOptions given)
    : options(given), post(given.seed * 7 + 1), rng_(given.seed), log_(std::make_unique<Quiet>()),
      alerts_(store::make_alert_store(world.database)),
      health_(store::make_health_store(world.database)),
      joined_(static_cast<std::size_t>(given.portals)),
      ailing_(static_cast<std::size_t>(given.portals), true) {
    settle_in();
    notify::MailerParts parts;
    parts.database = &world.database;
    parts.timers = &timers_;
    parts.log = log_.get();
    parts.mail = thread_.get_executor();
    parts.public_url = routes::PublicUrl("https://moisson.example/");
    parts.send = [this](const notify::Outgoing& mail) { return post.take(mail); };
    notify::MailOptions mail_options;
    mail_options.smtp.host = "127.0.0.1";
    mail_options.from = "alertes@moisson.example";
    mail_options.per_day = options.per_day;
    mailer_.emplace(std::move(parts), std::move(mail_options));
}

void MailYear::move_to(minutes since_start) {
    store::testing::travel(world, fmt::format("{} minutes", since_start.count()));
    post.now = world.sql().exec("select moisson.now()").instant(0, 0);
}

void MailYear::probe(int portal, bool good) {
    monitor::PortalProbe found;
    found.at = post.now;
    found.home = found.api = good ? monitor::Answer::good : monitor::Answer::bad;
    store::ProbeOutcome outcome;
    outcome.something_wrong = !good;
    std::function<PortalMemory(PortalMemory)> next = [found](PortalMemory memory) {
        return monitor::observe(std::move(memory), found);
    };
    const auto place = static_cast<std::size_t>(portal);
    const PortalMemory now =
        await(health_->record(portal_ids_.at(place), outcome, store::WatchTimes(), std::move(next)))
            .value();
    ailing_.at(place) = now.state != PortalHealth::up;
}

void MailYear::round() {
    alert::EngineOptions engine;
    engine.datasets_every = hours(6);
    await(alert::run_round(*alerts_, engine)).value();
}

// A process that dies leaves its claims to their end, ten minutes by the database's own clock; here
// they end at the next pass.
void MailYear::mail() {
    sql("update message set held_until = null where held_until is not null");
    try {
        await(mailer_->pass()).value();
    } catch (const Killed&) {
        ++restarts;
    }
}

std::vector<int> MailYear::troubled(int hour) const {
    std::vector<int> out;
    for (int portal = 0; portal < options.portals; ++portal) {
        const bool down = std::any_of(outages_.begin(), outages_.end(), [&](const Stretch& one) {
            return one.portal == portal && one.from <= hour && hour < one.until;
        });
        if (joined(portal) && (down || ailing_.at(static_cast<std::size_t>(portal))))
            out.push_back(down ? portal : -1 - portal);
    }
    return out;
}

// Digests are due at seven o'clock of four zones; the rest follows events.
bool MailYear::anything_to_send() {
    const auto of_day = (post.now - std::chrono::floor<std::chrono::days>(post.now)) / hours(1);
    return (of_day >= 3 && of_day <= 13) ||
           world.sql()
               .exec("select exists (select from alert_event where id > (select after from "
                     "notify_cursor where reader = 'mail')) or exists (select from message where "
                     "state = 'queued') or exists (select from notice where waiting and frequency "
                     "= 'immediate')")
               .boolean(0, 0);
}

void MailYear::an_hour(int hour) {
    move_to(hours(hour));
    // Everybody was looked at within the last minutes; only those in trouble are looked at here.
    sql("update portal_watch set probed_at = moisson.now(), watched_until = moisson.now() + "
        "interval '2 hours'");
    post.away = covers(post_away_, hour);
    if (hour % 24 == 3)
        a_day(hour / 24);
    hosts_at(hour);
    const std::vector<int> list = troubled(hour);
    for (int look = 1; look <= 3 && !list.empty(); ++look) {
        move_to(hours(hour) + minutes(10 * look));
        for (const int one : list)
            probe(one < 0 ? -1 - one : one, one < 0);
    }
    if (!list.empty() || hour % quiet_hours == 0)
        round();
    if (anything_to_send())
        mail();
}

void MailYear::run() {
    const int end = options.days * 24;
    for (int hour = 0; hour < end; ++hour)
        an_hour(hour);
    post.calm = true;
    post.away = false;
    for (int hour = end; hour < end + 7 * 24; ++hour) {
        move_to(hours(hour));
        mail();
    }
}

} // namespace moisson::simulation

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// MailYear: forty portals and the people who hear of them, for as many days as asked. The alert
// engine, the mailer and PostgreSQL are real; portals, publishers and mail servers live by draws;
// the clock is moved an hour at a time.
#pragma once

#include "alert/engine.hpp"
#include "integration/store/fixture.hpp"
#include "monitor/portal_health.hpp"
#include "notify/mailer.hpp"
#include "simulation/mail/post.hpp"
#include "store/alert_store.hpp"

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::simulation {

struct MailYearOptions {
    int days = 40;
    int portals = 40;
    int datasets_per_portal = 60;
    // Of everybody together, in 24 hours.
    int per_day = 120;
    std::uint64_t seed = 1;
};

// A stretch of hours since the beginning.
struct Stretch {
    int portal = 0;
    int from = 0;
    int until = 0;
};

class MailYear {
public:
    explicit MailYear(MailYearOptions options);
    // The whole time, then a week of calm in which everything arrives.
    void run();

    store::testing::World world;
    MailYearOptions options;
    PostOffice post;
    std::int64_t restarts = 0;

private:
    // life.cpp
    void settle_in();
    void join(int portal);
    void draw_outages();
    void draw_hosts();
    void people();
    void a_day(int day);
    void publish(int day);
    void break_and_mend(int day);
    void storms(int day);
    void certificates(int day);
    void harvests(int day);

    // year.cpp
    void an_hour(int hour);
    void move_to(std::chrono::minutes since_start);
    void hosts_at(int hour);
    std::vector<int> troubled(int hour) const;
    void probe(int portal, bool good);
    void round();
    void mail();
    bool anything_to_send();
    void sql(const std::string& script) { world.sql().script(script); }
    bool joined(int portal) const { return joined_.at(static_cast<std::size_t>(portal)); }

    Rng rng_;
    SystemTimers timers_;
    std::unique_ptr<telemetry::Logger> log_;
    asio::thread_pool thread_{1};
    std::unique_ptr<store::AlertStore> alerts_;
    std::unique_ptr<store::HealthStore> health_;
    std::optional<notify::Mailer> mailer_;
    std::vector<std::int64_t> portal_ids_;
    std::vector<bool> joined_;
    // Not known to be well.
    std::vector<bool> ailing_;
    std::vector<Stretch> outages_;
    std::vector<Stretch> hosts_;
    std::vector<Stretch> post_away_;
};

std::string portal_key(int portal);

} // namespace moisson::simulation

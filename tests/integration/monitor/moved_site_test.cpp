// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// All the way from probes to alerts: 500 files of a site that moved are one alert.
#include "alert/engine.hpp"
#include "checker_stand.hpp"
#include "store/alert_store.hpp"

namespace moisson::monitor::testing {
namespace {

constexpr int datasets_moved = 50;
constexpr int files_of_each = 10;

std::string moved_file(int number) {
    return "https://demenage.example/f/" + std::to_string(number) + ".csv";
}

class MovedSite : public CheckerTest {
protected:
    MovedSite() : alerts(store::make_alert_store(world.database)) {
        options.control_urls = {"https://temoin.example/"};
        // One of another host: we are online.
        std::vector<store::RecordChange> records{store::testing::a_record("faso", "b", "B")};
        for (int i = 0; i < datasets_moved; ++i) {
            const std::string name = "m" + std::to_string(i);
            store::RecordChange record = store::testing::a_record("faso", name, "Jeu " + name);
            const Distribution model = record.dataset.distributions.front();
            record.dataset.distributions.clear();
            for (int j = 0; j < files_of_each; ++j) {
                Distribution one = model;
                one.remote_id = name + "-" + std::to_string(j);
                one.id = DistributionId(uuid5(record.id.uuid, one.remote_id));
                one.url = one.raw_url = moved_file(i * files_of_each + j);
                record.dataset.distributions.push_back(std::move(one));
            }
            records.push_back(std::move(record));
        }
        world.harvest("faso", records);
    }
    // Both jobs, at that hour.
    void live_at(hours now) {
        travel_to(now);
        settle();
        alert::EngineOptions engine;
        engine.probing = false;
        await(alert::run_round(*alerts, engine)).value();
    }

    std::unique_ptr<store::AlertStore> alerts;
};

TEST_F(MovedSite, FiveHundredFilesThatAreGoneAreOneAlert) {
    live_at(hours(0));
    EXPECT_EQ(world.number("select count(*) from link where state = 'OK'"), 502);
    // The baseline is long past; then all of them answer 404.
    const hours moved(20 * 24);
    live_at(moved - hours(30));
    for (int i = 0; i < datasets_moved * files_of_each; ++i)
        web.statuses[moved_file(i)] = 404;
    world.sql().script(
        "update link set due_at = moisson.now(); update link_host set due_at = moisson.now()"
    );
    for (int hour = 0; hour < 10 * 24; hour += 6) {
        live_at(moved + hours(hour));
        if (hour == 6 * 24)
            EXPECT_EQ(world.number("select count(*) from link where state = 'BROKEN'"), 0);
    }
    EXPECT_EQ(
        world.text("select string_agg(kind, ' ' order by at) from event "
                   "where subject = 'host:demenage.example'"),
        "link.host_moved link.host_condemned"
    );
    EXPECT_GT(world.number("select count(*) from link where state = 'BROKEN'"), 100);
    EXPECT_GT(world.number("select count(*) from dataset_signal where links <> 'ok'"), 5);
    EXPECT_EQ(
        world.text("select string_agg(a.kind || ' ' || e.event, ', ' order by e.id) "
                   "from alert_event e join alert a on a.id = e.alert where e.deliver"),
        "host_moved fired, host_moved repeated"
    ) << "and once more after a week";
    EXPECT_EQ(world.number("select count(*) from alert"), 1);
    EXPECT_EQ(world.number("select count(*) from alert where kind = 'links_broken'"), 0);
}

} // namespace
} // namespace moisson::monitor::testing

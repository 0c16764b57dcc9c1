// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

#include <fmt/format.h>

namespace moisson::store::testing {
namespace {

constexpr std::size_t page_size = 500;

} // namespace

AlertWorld::AlertWorld()
    : alerts(make_alert_store(world.database)), silences(make_silence_store(world.database)),
      health(make_health_store(world.database)) {
    world.sync({a_portal("bf"), a_portal("ml")});
    await(health->claim(WatchTimes{})).value();
}

void AlertWorld::wait(std::chrono::minutes time) {
    now_ += time;
    travel(world, fmt::format("{} minutes", now_.count()));
}

void AlertWorld::harvest(
    const std::string& portal,
    int datasets,
    const std::string& host,
    const std::string& name
) {
    std::vector<PageCommit> pages;
    std::vector<RecordChange> records;
    for (int i = 0; i < datasets; ++i) {
        RecordChange record =
            a_record(portal, fmt::format("r{}", i), fmt::format("{} {}", name, i));
        record.dataset.distributions.resize(1);
        Distribution& file = record.dataset.distributions[0];
        file.url = file.raw_url = fmt::format("https://{}/{}.csv", host, i);
        records.push_back(std::move(record));
        const bool last = i + 1 == datasets;
        if (records.size() == page_size || last) {
            pages.push_back(a_page(static_cast<std::int64_t>(pages.size()), records, last));
            records.clear();
        }
    }
    world.harvest(portal, std::move(pages));
    sql("insert into dataset_signal (dataset, basis, evidence, counted_from, expected_at, late_at, "
        "very_late_at, links) select id, 'declared', 'dataset', moisson.now(), "
        "moisson.now() + interval '365 days', moisson.now() + interval '400 days', "
        "moisson.now() + interval '460 days', 'ok' from dataset where source = (select id from "
        "source where key = '" +
        portal +
        "') on conflict (dataset) do update set late_at = excluded.late_at, very_late_at = "
        "excluded.very_late_at, basis = excluded.basis, links = excluded.links; "
        "update link set state = 'OK', standing = 'ok', since = moisson.now(); analyze");
}

void AlertWorld::probe(const std::string& portal, monitor::Answer answer) {
    WatchTimes times;
    monitor::PortalProbe found;
    found.at = world.sql().exec("select moisson.now()").instant(0, 0);
    found.home = found.api = answer;
    ProbeOutcome outcome;
    outcome.something_wrong = answer == monitor::Answer::bad;
    const std::int64_t id =
        world.sql().exec("select id from portal where key = $1", Params(portal)).int64(0, 0);
    const auto next = [found](PortalMemory memory) {
        return monitor::observe(std::move(memory), found);
    };
    await(health->record(id, outcome, times, next)).value();
}

alert::RoundReport AlertWorld::round() {
    return await(alert::run_round(*alerts, alert::EngineOptions{})).value();
}

std::vector<std::string> AlertWorld::told() {
    const Rows rows = world.sql().exec(
        "select e.event || ' ' || a.kind || ' ' || a.audience || ' ' || a.subject, e.id "
        "from alert_event e join alert a on a.id = e.alert where e.deliver and e.id > $1 "
        "order by e.id",
        Params(read_)
    );
    std::vector<std::string> out;
    for (int i = 0; i < rows.size(); ++i) {
        out.push_back(rows.str(i, 0));
        read_ = rows.int64(i, 1);
    }
    return out;
}

} // namespace moisson::store::testing

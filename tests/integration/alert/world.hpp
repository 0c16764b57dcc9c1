// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A database with the alert engine over it, on a clock that the test moves.
#pragma once

#include "alert/engine.hpp"
#include "integration/store/fixture.hpp"
#include "monitor/portal_health.hpp"
#include "store/alert_store.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace moisson::store::testing {

class AlertWorld {
public:
    AlertWorld();

    // Moves the clock.
    void wait(std::chrono::minutes time);
    // Minutes since the beginning.
    std::chrono::minutes now() const { return now_; }
    // Datasets "`name` 0", "`name` 1"... that are up to date for a year, with one link each on
    // `host`.
    void harvest(
        const std::string& portal,
        int datasets,
        const std::string& host,
        const std::string& name = "Jeu"
    );
    // One probe, as daemon/monitor judges it.
    void probe(const std::string& portal, monitor::Answer answer);
    alert::RoundReport round();
    // What people would be told: "event kind audience subject", oldest first, since the last call.
    std::vector<std::string> told();
    void sql(const std::string& script) { world.sql().script(script); }

    World world;
    std::unique_ptr<AlertStore> alerts;
    std::unique_ptr<SilenceStore> silences;
    std::unique_ptr<HealthStore> health;

private:
    std::chrono::minutes now_{0};
    std::int64_t read_ = 0;
};

} // namespace moisson::store::testing

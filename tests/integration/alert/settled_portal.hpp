// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A portal of 200 datasets, all of them well, whose baseline is over.
#pragma once

#include "world.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

namespace moisson::store::testing {

class SettledPortal : public ::testing::Test {
protected:
    using hours = std::chrono::hours;

    SettledPortal() {
        with.harvest("bf", 200, "bf.example");
        with.round();
        live(hours(15 * 24), hours(24));
        with.told();
    }
    // Read and seen to be well at each step.
    void live(hours time, hours step = hours(1)) {
        for (hours done{0}; done < time; done += step) {
            with.wait(step);
            with.sql("update run set started_at = moisson.now(), ended_at = moisson.now()");
            with.probe("bf", monitor::Answer::good);
            with.probe("ml", monitor::Answer::good);
            with.round();
        }
    }
    // So many datasets are late since a minute.
    void be_late(int count) {
        with.sql(fmt::format(
            "update dataset_signal set late_at = moisson.now(), very_late_at = moisson.now() + "
            "interval '90 days' where dataset in (select dataset from dataset_signal order by "
            "dataset limit {}); update run set started_at = moisson.now() + interval '1 second'",
            count
        ));
    }
    std::int64_t count(const char* where) {
        return with.world.number(fmt::format("select count(*) from alert where {}", where).c_str());
    }

    AlertWorld with;
};

} // namespace moisson::store::testing

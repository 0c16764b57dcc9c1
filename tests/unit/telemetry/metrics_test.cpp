// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The registry: same name and labels same instrument, bounded series, text for Prometheus.
#include "core/limits.hpp"
#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace moisson::telemetry {
namespace {

TEST(Metrics, SameNameAndLabelsAreTheSameCounter) {
    Metrics metrics;
    metrics.counter("moisson_x_total", "X.", {{"route", "/"}}).add();
    metrics.counter("moisson_x_total", "X.", {{"route", "/"}}).add(2);
    EXPECT_EQ(metrics.counter("moisson_x_total", "X.", {{"route", "/"}}).value(), 3);
    EXPECT_EQ(metrics.counter("moisson_x_total", "X.", {{"route", "/a"}}).value(), 0);
}

TEST(Metrics, TextIsWhatPrometheusReads) {
    Metrics metrics;
    metrics.gauge("moisson_lag_seconds", "Lag.").set(1.5);
    metrics.histogram("moisson_took_seconds", "Time.", {}, {0.1, 1}).observe(0.5);
    const std::string text = metrics.text();
    EXPECT_NE(text.find("# TYPE moisson_lag_seconds gauge\nmoisson_lag_seconds 1.5"), text.npos)
        << text;
    EXPECT_NE(text.find("moisson_took_seconds_bucket{le=\"1\"} 1"), text.npos) << text;
}

TEST(Metrics, TooManyLabelSetsAreCountedTogether) {
    Metrics metrics;
    for (std::size_t i = 0; i < limits::metric_series + 10; ++i)
        metrics.counter("moisson_y_total", "Y.", {{"code", std::to_string(i)}}).add();
    EXPECT_EQ(metrics.counter("moisson_y_total", "Y.", {{"code", "other"}}).value(), 10);
}

TEST(Metrics, CountsFromManyThreads) {
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&metrics] {
            for (int n = 0; n < 1000; ++n)
                metrics.counter("moisson_z_total", "Z.").add();
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(metrics.counter("moisson_z_total", "Z.").value(), 4000);
}

TEST(MetricsDeathTest, ANameWithTwoTypesIsABug) {
    Metrics metrics;
    metrics.counter("moisson_same", "A.").add();
    EXPECT_DEATH(metrics.gauge("moisson_same", "A.").set(1), "");
}

} // namespace
} // namespace moisson::telemetry

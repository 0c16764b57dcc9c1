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
    metrics.counter("moisson_seen_total", "Seen\\ by\nroute.", {{"a", "x\"\n"}, {"b", "y"}}).add(3);
    const telemetry::Histogram took =
        metrics.histogram("moisson_took_seconds", "Time.", {}, {0.1, 1});
    took.observe(0.1);
    took.observe(0.5);
    took.observe(2);
    EXPECT_EQ(
        metrics.text(),
        "# HELP moisson_lag_seconds Lag.\n"
        "# TYPE moisson_lag_seconds gauge\n"
        "moisson_lag_seconds 1.5\n"
        "# HELP moisson_seen_total Seen\\\\ by\\nroute.\n"
        "# TYPE moisson_seen_total counter\n"
        "moisson_seen_total{a=\"x\\\"\\n\",b=\"y\"} 3\n"
        "# HELP moisson_took_seconds Time.\n"
        "# TYPE moisson_took_seconds histogram\n"
        "moisson_took_seconds_bucket{le=\"0.1\"} 1\n"
        "moisson_took_seconds_bucket{le=\"1\"} 2\n"
        "moisson_took_seconds_bucket{le=\"+Inf\"} 3\n"
        "moisson_took_seconds_sum 2.6\n"
        "moisson_took_seconds_count 3\n"
    );
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

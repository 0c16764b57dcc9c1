// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Metrics: the registry behind /metrics. Passed to who needs it, never global. All thread-safe.
// Our own, since the development packages of prometheus-cpp and raptor2 exclude one another
// (ADR 0015).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::telemetry {

// Label values come from closed lists of ours (route, code, source key), never from a request.
using Labels = std::map<std::string, std::string>;

struct Series;

// Handles: cheap to copy, valid as long as their registry.
class Counter {
public:
    explicit Counter(Series& inner) : inner_(&inner) {}
    void add(double amount = 1.0) const;
    double value() const;

private:
    Series* inner_;
};

class Gauge {
public:
    explicit Gauge(Series& inner) : inner_(&inner) {}
    void set(double value) const;
    void add(double amount) const;
    double value() const;

private:
    Series* inner_;
};

class Histogram {
public:
    explicit Histogram(Series& inner) : inner_(&inner) {}
    void observe(double value) const;

private:
    Series* inner_;
};

class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // Same name and labels: same instrument. Names are `moisson_<room>_<what>_<unit>`, counters end
    // in `_total`. Beyond limits::metric_series label sets of one name, all further ones share the
    // instrument whose label values are "other". A name used with two types is a bug (assertion).
    Counter counter(std::string_view name, std::string_view help, const Labels& labels = {});
    Gauge gauge(std::string_view name, std::string_view help, const Labels& labels = {});
    // `bounds` ascending, in the unit of the name; empty = seconds from 1 ms to 60 s.
    Histogram histogram(
        std::string_view name,
        std::string_view help,
        const Labels& labels = {},
        std::vector<double> bounds = {}
    );

    // The Prometheus text exposition format, version 0.0.4.
    std::string text() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace moisson::telemetry

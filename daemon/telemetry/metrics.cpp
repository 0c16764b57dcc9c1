// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Families of prometheus-cpp behind our own handles, with a cap on the label sets of each name.
#include "telemetry/metrics.hpp"

#include "core/assert.hpp"
#include "core/limits.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <set>
#include <variant>

namespace moisson::telemetry {
namespace {

using Family = std::variant<
    prometheus::Family<prometheus::Counter>*,
    prometheus::Family<prometheus::Gauge>*,
    prometheus::Family<prometheus::Histogram>*>;

struct Entry {
    Family family;
    std::set<Labels> series;
};

std::vector<double> duration_bounds() {
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
}

} // namespace

struct Metrics::State {
    prometheus::Registry registry;
    std::mutex mutex;
    std::map<std::string, Entry, std::less<>> entries;

    // The entry of `name`, created by `build` at first use. Called with the mutex held.
    template <class Instrument, class Build>
    Entry& entry(std::string_view name, std::string_view help, Build build) {
        auto found = entries.find(name);
        if (found == entries.end()) {
            prometheus::Family<Instrument>& family =
                build().Name(std::string(name)).Help(std::string(help)).Register(registry);
            found = entries.emplace(std::string(name), Entry{Family(&family), {}}).first;
        }
        return found->second;
    }
};

namespace {

template <class Instrument>
prometheus::Family<Instrument>& family_of(Entry& entry) {
    auto* const* family = std::get_if<prometheus::Family<Instrument>*>(&entry.family);
    MOISSON_ASSERT(family != nullptr);
    return **family;
}

Labels bounded(Entry& entry, const Labels& labels) {
    if (entry.series.contains(labels))
        return labels;
    if (entry.series.size() < limits::metric_series) {
        entry.series.insert(labels);
        return labels;
    }
    Labels other;
    for (const auto& [key, value] : labels)
        other[key] = "other";
    return other;
}

} // namespace

void Counter::add(double amount) const {
    inner_->Increment(amount);
}
double Counter::value() const {
    return inner_->Value();
}
void Gauge::set(double value) const {
    inner_->Set(value);
}
void Gauge::add(double amount) const {
    inner_->Increment(amount);
}
double Gauge::value() const {
    return inner_->Value();
}
void Histogram::observe(double value) const {
    inner_->Observe(value);
}

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
    const std::scoped_lock lock(state_->mutex);
    Entry& entry = state_->entry<prometheus::Counter>(name, help, prometheus::BuildCounter);
    return Counter(family_of<prometheus::Counter>(entry).Add(bounded(entry, labels)));
}

Gauge Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
    const std::scoped_lock lock(state_->mutex);
    Entry& entry = state_->entry<prometheus::Gauge>(name, help, prometheus::BuildGauge);
    return Gauge(family_of<prometheus::Gauge>(entry).Add(bounded(entry, labels)));
}

Histogram Metrics::histogram(
    std::string_view name,
    std::string_view help,
    const Labels& labels,
    std::vector<double> bounds
) {
    if (bounds.empty())
        bounds = duration_bounds();
    const std::scoped_lock lock(state_->mutex);
    Entry& entry = state_->entry<prometheus::Histogram>(name, help, prometheus::BuildHistogram);
    return Histogram(
        family_of<prometheus::Histogram>(entry).Add(bounded(entry, labels), std::move(bounds))
    );
}

std::string Metrics::text() const {
    const prometheus::TextSerializer serializer;
    return serializer.Serialize(state_->registry.Collect());
}

} // namespace moisson::telemetry

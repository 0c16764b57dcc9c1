// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Families of series with a cap on the label sets of each name, and their text.
#include "telemetry/metrics.hpp"

#include "core/assert.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <mutex>

namespace moisson::telemetry {

// One line of a counter or gauge, or the lines of a histogram.
struct Series {
    explicit Series(std::vector<double> upper)
        : bounds(std::move(upper)), buckets(bounds.empty() ? 0 : bounds.size() + 1) {}

    // Value, or sum of what a histogram observed.
    std::atomic<double> value{0};
    const std::vector<double> bounds;
    // Not cumulative; the last one is what lies above all bounds.
    std::vector<std::atomic<std::uint64_t>> buckets;
};

namespace {

enum class Type : unsigned char { counter, gauge, histogram };

struct Family {
    Type type;
    std::string help;
    std::map<Labels, std::unique_ptr<Series>> series;
};

std::vector<double> duration_bounds() {
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
}

std::string_view name_of(Type type) {
    switch (type) {
    case Type::counter:
        return "counter";
    case Type::gauge:
        return "gauge";
    case Type::histogram:
        return "histogram";
    }
    return {};
}

std::string number(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), end.ptr};
}

std::string escaped(std::string_view text, bool quotes) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || (quotes && c == '"'))
            (out += '\\') += c;
        else
            out += c;
    }
    return out;
}

void line(
    std::string& out,
    const std::string& name,
    std::string_view suffix,
    const Labels& labels,
    std::string_view bound,
    const std::string& value
) {
    (out += name) += suffix;
    char separator = '{';
    const auto label = [&](std::string_view key, std::string_view text) {
        out += separator;
        (((out += key) += "=\"") += escaped(text, true)) += '"';
        separator = ',';
    };
    for (const auto& [key, text] : labels)
        label(key, text);
    if (!bound.empty())
        label("le", bound);
    if (separator == ',')
        out += '}';
    ((out += ' ') += value) += '\n';
}

void lines(std::string& out, const std::string& name, const Labels& labels, const Series& series) {
    const std::string value = number(series.value.load(std::memory_order_relaxed));
    if (series.buckets.empty()) {
        line(out, name, "", labels, "", value);
        return;
    }
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < series.buckets.size(); ++i) {
        below += series.buckets[i].load(std::memory_order_relaxed);
        const std::string bound = i < series.bounds.size() ? number(series.bounds[i]) : "+Inf";
        line(out, name, "_bucket", labels, bound, std::to_string(below));
    }
    line(out, name, "_sum", labels, "", value);
    line(out, name, "_count", labels, "", std::to_string(below));
}

} // namespace

struct Metrics::State {
    std::mutex mutex;
    std::map<std::string, Family, std::less<>> families;

    Series& series(
        Type type,
        std::string_view name,
        std::string_view help,
        const Labels& labels,
        std::vector<double> bounds
    ) {
        const std::scoped_lock lock(mutex);
        auto found = families.find(name);
        if (found == families.end())
            found = families.emplace(std::string(name), Family{type, std::string(help), {}}).first;
        Family& family = found->second;
        MOISSON_ASSERT(family.type == type);
        if (const auto known = family.series.find(labels); known != family.series.end())
            return *known->second;
        Labels bounded = labels;
        if (family.series.size() >= limits::metric_series)
            for (auto& [key, value] : bounded)
                value = "other";
        auto& slot = family.series[bounded];
        if (!slot)
            slot = std::make_unique<Series>(std::move(bounds));
        return *slot;
    }
};

void Counter::add(double amount) const {
    MOISSON_ASSERT(amount >= 0);
    inner_->value.fetch_add(amount, std::memory_order_relaxed);
}
double Counter::value() const {
    return inner_->value.load(std::memory_order_relaxed);
}
void Gauge::set(double value) const {
    inner_->value.store(value, std::memory_order_relaxed);
}
void Gauge::add(double amount) const {
    inner_->value.fetch_add(amount, std::memory_order_relaxed);
}
double Gauge::value() const {
    return inner_->value.load(std::memory_order_relaxed);
}
void Histogram::observe(double value) const {
    const auto& bounds = inner_->bounds;
    const auto at = std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
    inner_->buckets[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
    inner_->value.fetch_add(value, std::memory_order_relaxed);
}

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
    return Counter(state_->series(Type::counter, name, help, labels, {}));
}

Gauge Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
    return Gauge(state_->series(Type::gauge, name, help, labels, {}));
}

Histogram Metrics::histogram(
    std::string_view name,
    std::string_view help,
    const Labels& labels,
    std::vector<double> bounds
) {
    if (bounds.empty())
        bounds = duration_bounds();
    MOISSON_ASSERT(std::is_sorted(bounds.begin(), bounds.end()));
    return Histogram(state_->series(Type::histogram, name, help, labels, std::move(bounds)));
}

std::string Metrics::text() const {
    const std::scoped_lock lock(state_->mutex);
    std::string out;
    for (const auto& [name, family] : state_->families) {
        (((out += "# HELP ") += name) += ' ') += escaped(family.help, false);
        ((((out += "\n# TYPE ") += name) += ' ') += name_of(family.type)) += '\n';
        for (const auto& [labels, series] : family.series)
            lines(out, name, labels, *series);
    }
    return out;
}

} // namespace moisson::telemetry

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The life of a simulated portal, drawn from the seed before the world begins: which record exists,
// is shown and says what at any moment. It is the truth that the oracle compares the tables with.
#pragma once

#include "simulation/options.hpp"
#include "simulation/weather.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::simulation {

// What one record said from a moment on.
struct Version {
    Instant at{};
    int number = 1;
};

// One record under one id. A renamed one goes on as the next generation of the same number.
struct Thing {
    int number = 0;
    int generation = 1;
    std::string id;
    Instant created{};
    std::vector<Version> versions;
    // When the portal lists it, in order, without overlap.
    std::vector<Span> shown;
    // From here on the portal itself calls it deleted.
    std::optional<Instant> deleted;

    bool shown_at(Instant at) const;
    bool shown_throughout(Instant from, Instant to) const;
    bool ever_shown(Instant from, Instant to) const;
    // The version of that moment; 0 before the first.
    int version_at(Instant at) const;
    // Whether a protocol means this record by that id: it ends in the name, or holds the id, or the
    // first twelve digits of it (Opendatasoft), with or without dashes.
    bool is_called(std::string_view remote_id) const;
    // Whether it said so at some time of the span.
    bool said(int version, Instant from, Instant to) const;
};

struct PortalLife {
    std::string key;
    std::string kind; // of protocol and connector
    std::string host;
    std::uint64_t page_size = 50;
    double rate = 1.0;
    std::chrono::seconds interval{86'400};
    std::chrono::seconds probe_every{0};
    std::vector<Thing> things;
    std::vector<Episode> weather;
    // Every moment at which the list of records changes, in order.
    std::vector<Instant> changes;

    // The one of that number and generation.
    const Thing* find(int number, int generation) const;
    // Nothing was wrong with the portal in all that time.
    bool healthy(Instant from, Instant to) const;
    // Pages may have hidden records that are there.
    bool lying(Instant from, Instant to) const;
    bool changed(Instant from, Instant to) const;
};

// Pure: the same portal for the same seed, number and days.
PortalLife draw_life(const WorldOptions& options, int number);

// The mark in every title by which a stored record is known again, whatever the protocol makes of
// its id: "K12g1v3".
struct TitleMark {
    int number = 0;
    int generation = 0;
    int version = 0;
};
std::string title_mark(const Thing& thing, int version);
std::optional<TitleMark> read_title_mark(const std::string& title);

} // namespace moisson::simulation

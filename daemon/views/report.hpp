// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a report concludes from its rows: how complete a run was, how it differs from the one
// before, why the next one comes when it does. Functions of values; names are stable (JSON), words
// for readers are in i18n/labels.
#pragma once

#include "core/time.hpp"
#include "store/catalog_store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::views {

struct Completeness {
    // "whole", "partial", "unread", "undecided" or "open".
    std::string_view verdict;
    // i18n::completeness_sentence.
    std::string_view reason;

    bool operator==(const Completeness&) const = default;
};
Completeness completeness(const store::RunReport& report);

// One counter of a run.
struct CountLine {
    // i18n::run_count_label.
    std::string_view name;
    std::int64_t value = 0;
    // To the run before; nothing without one, or before the end.
    std::optional<std::int64_t> difference;

    bool operator==(const CountLine&) const = default;
};
// In the order in which a report shows them; `errors`, `warnings` and `infos` are of the usual
// severity of their code.
std::vector<CountLine> count_lines(const HarvestRun& run, const std::optional<HarvestRun>& before);

// Issues of one severity, all codes.
std::int64_t issues_of(const std::map<std::string, std::int64_t>& issues, Severity severity);

// i18n::advice; empty when the code asks for a decision that was taken over `run`. Null: of no run.
std::string_view advice_of(Code code, const HarvestRun* run);

// When a run of the source begins, or goes on.
std::optional<Instant> next_at(const store::SourceSummary& source);

// i18n::next_run_sentence.
std::string_view
why_next(const store::SourceSummary& source, const store::SourceReport& report, Instant now);

} // namespace moisson::views

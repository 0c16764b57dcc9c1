// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace moisson::harvest {
namespace {

constexpr std::size_t codes_shown = 3;

// "12 anomalies (BAD_DATE 7, BAD_URL 5)", the most frequent codes first.
std::string issues_text(std::vector<std::pair<std::string, std::int64_t>> issues) {
    std::sort(issues.begin(), issues.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    std::int64_t sum = 0;
    for (const auto& [code, count] : issues)
        sum += count;
    if (sum == 0)
        return "aucune anomalie";
    std::string out = fmt::format("{} anomalie{}", sum, sum > 1 ? "s" : "");
    for (std::size_t i = 0; i < std::min(issues.size(), codes_shown); ++i)
        out += fmt::format("{}{} {}", i == 0 ? " (" : ", ", issues[i].first, issues[i].second);
    return out + (issues.size() > codes_shown ? ", …)" : ")");
}

std::string_view french(RunState state) {
    switch (state) {
    case RunState::complete:
        return "terminé";
    case RunState::incomplete:
        return "incomplet";
    case RunState::failed:
        return "échoué";
    case RunState::held:
        return "retenu (disparitions en masse)";
    case RunState::cancelled:
        return "annulé";
    case RunState::interrupted:
        return "interrompu";
    case RunState::pending:
    case RunState::running:
        return "en cours";
    }
    return "en cours";
}

} // namespace

std::string progress_line(const RunStarted& event) {
    return fmt::format(
        "{} · moissonnage {}",
        event.source_key,
        event.resumed ? "repris" : "commencé"
    );
}

std::string progress_line(const PageDone& event) {
    std::vector<std::pair<std::string, std::int64_t>> issues;
    for (const auto& [code, count] : event.issues)
        issues.emplace_back(to_string(code), count);
    const std::string total =
        event.advertised_count ? fmt::format("/{}", *event.advertised_count) : std::string{};
    return fmt::format(
        "{} · page {} · {}{} jeux de données · {:.0f}/s · {}",
        event.source_key,
        event.page + 1,
        event.received,
        total,
        event.records_per_second,
        issues_text(std::move(issues))
    );
}

std::string progress_line(const HarvestRun& run) {
    std::vector<std::pair<std::string, std::int64_t>> issues(run.issues.begin(), run.issues.end());
    const RunCounts& counts = run.counts;
    return fmt::format(
        "{} · {} · {} reçus, {} créés, {} modifiés, {} inchangés, {} absents · {}",
        run.source_key,
        french(run.state),
        counts.received,
        counts.created,
        counts.updated,
        counts.unchanged,
        counts.missing,
        issues_text(std::move(issues))
    );
}

} // namespace moisson::harvest

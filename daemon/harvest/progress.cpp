// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/progress.hpp"

#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace moisson::harvest {
namespace {

constexpr std::size_t codes_shown = 3;

// "12 problèmes (BAD_DATE 7, BAD_URL 5)", the most frequent codes first.
std::string issues_text(std::vector<std::pair<std::string, std::int64_t>> issues) {
    std::sort(issues.begin(), issues.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    std::int64_t sum = 0;
    for (const auto& [code, count] : issues)
        sum += count;
    if (sum == 0)
        return "aucun problème";
    std::string out = fmt::format("{} problème{}", sum, sum > 1 ? "s" : "");
    for (std::size_t i = 0; i < std::min(issues.size(), codes_shown); ++i)
        out += fmt::format("{}{} {}", i == 0 ? " (" : ", ", issues[i].first, issues[i].second);
    return out + (issues.size() > codes_shown ? ", …)" : ")");
}

// " en 12 s"; empty for a run that did not begin or has not ended.
std::string duration_text(const HarvestRun& run) {
    if (!run.started_at || !run.ended_at)
        return {};
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(*run.ended_at - *run.started_at);
    return " en " + i18n::duration(std::max(took, std::chrono::milliseconds(0)));
}

std::string state_text(const HarvestRun& run) {
    return run.resumes_at ? i18n::waiting_text(*run.resumes_at, run.resume_reason)
                          : std::string(i18n::run_state_label(to_string(run.state)));
}

// "sonde, catalogue inchangé · "; a full crawl is what people expect.
std::string mode_text(const HarvestRun& run) {
    if (run.mode == RunMode::full || run.mode == RunMode::automatic || run.mode_reason.empty())
        return {};
    return fmt::format(
        "{}, {} · ",
        i18n::run_mode_label(to_string(run.mode)),
        i18n::phrase_text(run.mode_reason)
    );
}

// What is not there is not said.
std::string counts_text(const RunCounts& counts) {
    std::string out = i18n::count(counts.received, "reçu", "reçus");
    const auto add = [&out](std::int64_t count, std::string_view one, std::string_view many) {
        if (count > 0)
            out += ", " + i18n::count(count, one, many);
    };
    add(counts.created, "créé", "créés");
    add(counts.updated, "modifié", "modifiés");
    add(counts.remapped, "relu", "relus");
    add(counts.unchanged, "inchangé", "inchangés");
    add(counts.revived, "revenu", "revenus");
    add(counts.renamed, "renommé", "renommés");
    add(counts.missing, "manquant", "manquants");
    add(counts.archived, "archivé", "archivés");
    add(counts.left_out(), "écarté", "écartés");
    add(counts.refused, "refusé", "refusés");
    return out;
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
        event.advertised_count ? " sur " + i18n::number(*event.advertised_count) : std::string{};
    // The first look has no pace yet.
    const std::string pace = event.records_per_second >= 0.5
                                 ? fmt::format(" · {:.0f}/s", event.records_per_second)
                                 : std::string{};
    return fmt::format(
        "{} · page {} · {}{} {}{} · {}",
        event.source_key,
        event.page + 1,
        i18n::number(event.received),
        total,
        i18n::plural(event.received, "jeu de données", "jeux de données"),
        pace,
        issues_text(std::move(issues))
    );
}

std::string progress_line(const HarvestRun& run) {
    std::vector<std::pair<std::string, std::int64_t>> issues(run.issues.begin(), run.issues.end());
    const bool over = run.ended_at.has_value();
    return fmt::format(
        "{} · {}{}{} · {}{} · {}{}",
        run.source_key,
        state_text(run),
        duration_text(run),
        over && run.state != RunState::complete && !run.reason.empty()
            ? " (" + i18n::reason_text(run.reason) + ")"
            : std::string(),
        mode_text(run),
        counts_text(run.counts),
        issues_text(std::move(issues)),
        // They are not read again: a run that changes nothing has none of their issues.
        run.counts.unchanged > 0 ? " hors fiches inchangées" : ""
    );
}

} // namespace moisson::harvest

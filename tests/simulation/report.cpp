// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a world has to say, for people.
#include "simulation/world.hpp"

#include <fmt/format.h>

namespace moisson::simulation {

std::string replay_command(const WorldOptions& options) {
    std::string command = fmt::format(
        "build/release/bin/monde --graine {} --portails {} --jours {}",
        options.seed,
        options.portals,
        options.days
    );
    if (options.mutant != Mutant::none)
        command += fmt::format(" --mutant {}", to_string(options.mutant));
    return command;
}

std::string describe(const WorldOptions& options, const WorldReport& report) {
    std::string text = fmt::format(
        "graine {}: {} passages, {} requêtes, {} transactions, {} morts (dont {} avant une "
        "transaction), {} gels, {} reprises, {} fiches, {:.1f} s",
        options.seed,
        report.runs_ended(),
        report.requests,
        report.transactions,
        report.deaths,
        report.killed_before,
        report.freezes,
        report.resumed,
        report.records,
        report.seconds
    );
    if (report.complaints.empty())
        return text;
    for (const Complaint& complaint : report.complaints)
        text += fmt::format(
            "\n  {} jour {}: {}: {}",
            to_iso8601(complaint.at),
            (complaint.at - beginning) / std::chrono::days(1),
            complaint.kind,
            complaint.what
        );
    return text + "\n  " + replay_command(options);
}

std::string describe_sum(int worlds, const WorldReport& sum, double seconds) {
    std::string text = fmt::format(
        "{} mondes en {:.1f} s : {} passages ({:.1f}/s), {} requêtes, {} transactions, {} morts "
        "(dont {} avant une transaction), {} gels, {} reprises",
        worlds,
        seconds,
        sum.runs_ended(),
        static_cast<double>(sum.runs_ended()) / seconds,
        sum.requests,
        sum.transactions,
        sum.deaths,
        sum.killed_before,
        sum.freezes,
        sum.resumed
    );
    for (const auto& [kind, count] : sum.runs)
        text += fmt::format("\n  {:<22} {}", kind, count);
    return text;
}

} // namespace moisson::simulation

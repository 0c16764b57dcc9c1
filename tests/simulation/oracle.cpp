// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a run that has just ended may and must have done.
#include "simulation/oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace moisson::simulation {
namespace {

using std::chrono::hours;

constexpr hours grace{7 * 24};
// Of "20 % and at least 3" and "half, from 2 on" (decision 3).
constexpr std::int64_t many = 3;
constexpr double fifth = 0.20;
constexpr double half = 0.50;

// Active records by number and generation.
using Active = std::multimap<std::pair<int, int>, int>;

std::string about(const RunFacts& run) {
    return fmt::format(
        "run {} ({} {}, {} to {})",
        run.id,
        run.mode,
        run.state,
        to_iso8601(run.started),
        to_iso8601(run.ended)
    );
}

// Whether an honest crawl of that run may have missed the record.
bool may_have_been_missed(const PortalLife& life, const Thing& thing, const RunFacts& run) {
    return !thing.shown_throughout(run.started, run.ended) || life.lying(run.started, run.ended);
}

// What a run was told of and could not read. A body that an ill portal does not give keeps no run
// from being complete: an issue names it, and the record stays as it was until a later run gets it,
// which judge_delays() waits for. It may not go missing for that.
class Unread {
public:
    Unread(Ledger& ledger, const PortalLife& life, const RunFacts& run) {
        if (life.healthy(run.started, run.ended))
            return;
        ids_ = ledger.unfetched(run.id);
        if (!ids_.empty())
            gone_ = ledger.disappearances(run.id);
    }

    bool excuses(const Thing& thing) const {
        return std::any_of(ids_.begin(), ids_.end(), [&](const std::string& id) {
            return thing.is_called(id);
        });
    }
    bool made_missing(const Thing& thing) const {
        return std::any_of(gone_.begin(), gone_.end(), [&](const Disappearance& one) {
            const auto mark = read_title_mark(one.title);
            return mark && mark->number == thing.number && mark->generation == thing.generation;
        });
    }

private:
    std::vector<std::string> ids_;
    std::vector<Disappearance> gone_;
};

} // namespace

void Oracle::judge(const RunFacts& run) {
    const PortalLife& life = lives_.at(run.source);
    judge_disappearances(run, life);
    if (run.reconciles() && !life.lying(run.started, run.ended)) {
        const Datasets datasets = ledger_.datasets(run.source);
        judge_presence(run, life, datasets);
        judge_absence(run, life, datasets);
    }
    judge_open_runs(run.ended);
}

void Oracle::judge_presence(const RunFacts& run, const PortalLife& life, const Datasets& datasets) {
    const Unread unread(ledger_, life, run);
    Active active;
    for (const DatasetFacts& dataset : datasets) {
        const auto mark = read_title_mark(dataset.title);
        if (mark && dataset.state == "active")
            active.emplace(std::pair(mark->number, mark->generation), mark->version);
    }
    for (const Thing& thing : life.things) {
        if (!thing.shown_throughout(run.started, run.ended))
            continue;
        const auto [first, last] = active.equal_range({thing.number, thing.generation});
        const std::string name = fmt::format("{} K{}g{}", life.key, thing.number, thing.generation);
        const bool is_excused = unread.excuses(thing);
        if (first == last) {
            if (!is_excused || unread.made_missing(thing))
                complain("lost", run.ended, name + " is there, and not active after " + about(run));
        } else if (std::next(first) != last)
            complain("twice", run.ended, name + " is active twice after " + about(run));
        else if (!is_excused && !thing.said(first->second, run.started, run.ended))
            complain(
                "stale",
                run.ended,
                fmt::format(
                    "{} is stored as v{} and was v{} to v{} during {}",
                    name,
                    first->second,
                    thing.version_at(run.started),
                    thing.version_at(run.ended),
                    about(run)
                )
            );
    }
}

void Oracle::judge_absence(const RunFacts& run, const PortalLife& life, const Datasets& datasets) {
    for (const DatasetFacts& dataset : datasets) {
        if (dataset.state != "active")
            continue;
        const auto mark = read_title_mark(dataset.title);
        const Thing* thing = mark ? life.find(mark->number, mark->generation) : nullptr;
        if (thing == nullptr)
            complain("invented", run.ended, dataset.title + " never was at " + life.key);
        else if (!thing->ever_shown(run.started, run.ended))
            complain(
                "undead",
                run.ended,
                fmt::format(
                    "{} {} is gone, and active after {}",
                    life.key,
                    dataset.title,
                    about(run)
                )
            );
    }
}

void Oracle::judge_disappearances(const RunFacts& run, const PortalLife& life) {
    const std::vector<Disappearance> gone = ledger_.disappearances(run.id);
    if (gone.empty())
        return;
    if (!run.reconciles()) {
        complain(
            "reconciled",
            run.ended,
            fmt::format("{}: {} records disappeared by {}", life.key, gone.size(), about(run))
        );
        return;
    }
    std::int64_t missing = 0;
    for (const Disappearance& one : gone) {
        missing += one.cause == "missing" && !one.in_doubt ? 1 : 0;
        if (one.cause == "archived")
            judge_archived(run, life, one);
    }
    const auto lost = static_cast<double>(missing);
    const auto before = static_cast<double>(run.active_before);
    const bool too_many = (missing >= many && lost > fifth * before) ||
                          (run.active_before >= 2 && missing > 0 && lost >= half * before);
    if (too_many && run.decision != "approved")
        complain(
            "breaker",
            run.ended,
            fmt::format(
                "{}: {} of {} went missing, and nobody was asked, by {}",
                life.key,
                missing,
                run.active_before,
                about(run)
            )
        );
}

void Oracle::judge_archived(
    const RunFacts& run,
    const PortalLife& life,
    const Disappearance& gone
) {
    const auto mark = read_title_mark(gone.title);
    const Thing* thing = mark ? life.find(mark->number, mark->generation) : nullptr;
    if (thing == nullptr)
        return complain("invented", run.ended, gone.title + " never was at " + life.key);
    if (thing->deleted && *thing->deleted <= run.ended)
        return;
    const std::string name = life.key + " " + gone.title;
    const std::optional<RunFacts> first = gone.lost_by ? ledger_.run(*gone.lost_by) : std::nullopt;
    if (!first || first->id == run.id)
        return complain(
            "hasty",
            run.ended,
            name + " was archived without a grace by " + about(run)
        );
    if (run.ended - gone.lost_at < grace - hours(1))
        complain(
            "hasty",
            run.ended,
            fmt::format(
                "{} was archived {} h after it went missing, by {}",
                name,
                (run.ended - gone.lost_at) / hours(1),
                about(run)
            )
        );
    if (!may_have_been_missed(life, *thing, run) || !may_have_been_missed(life, *thing, *first))
        complain("lost", run.ended, name + " was there, and archived by " + about(run));
}

} // namespace moisson::simulation

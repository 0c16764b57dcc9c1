// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/crew.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::simulation {
namespace {

// A doom strikes within so many transactions: a run has about ten.
constexpr std::uint64_t soon = 25;

} // namespace

void Crew::hire(std::chrono::microseconds clock_offset) {
    WorkerIdentity identity;
    identity.name = fmt::format("ouvrier{}", ++hired_);
    identity.seed = draw_.next();
    identity.clock_offset = clock_offset;
    Place place;
    place.worker = std::make_unique<Worker>(parts_, std::move(identity));
    at_work_.push_back(std::move(place));
}

void Crew::strike(Fate fate) {
    if (at_work_.empty())
        return;
    Place& place = at_work_[draw_.below(at_work_.size())];
    if (place.is_frozen || place.doom)
        return;
    Doom doom;
    doom.fate = fate;
    doom.transactions_left = draw_.below(soon);
    doom.after = draw_.chance(0.5);
    place.doom = doom;
}

void Crew::thaw() {
    for (Place& place : at_work_)
        place.is_frozen = false;
}

bool Crew::has_frozen() const {
    return std::any_of(at_work_.begin(), at_work_.end(), [](const Place& place) {
        return place.is_frozen;
    });
}

bool Crew::step() {
    bool any = false;
    for (Place& place : at_work_)
        if (!place.is_frozen)
            any = place.worker->step() || any;
    return any;
}

void Crew::meet(Place& place, const Doom& doom) {
    place.doom.reset();
    ++met_;
    if (doom.fate == Fate::frozen) {
        ++freezes_;
        place.is_frozen = true;
        parts_.traffic->forgive(place.worker->name());
        return;
    }
    ++deaths_;
    ++losses_;
    killed_before_ += doom.after ? 0 : 1;
    parts_.traffic->bury(place.worker->name());
    place.worker->cut();
    killed_.push_back(std::move(place.worker));
    std::erase_if(at_work_, [](const Place& one) { return one.worker == nullptr; });
}

std::optional<std::string> Crew::transact() {
    const std::size_t count = at_work_.size();
    const std::size_t first = count == 0 ? 0 : draw_.below(count);
    for (std::size_t i = 0; i < count; ++i) {
        Place& place = at_work_[(first + i) % count];
        if (place.is_frozen)
            continue;
        const std::optional<Doom> doom = place.doom;
        const bool is_hour = doom && doom->transactions_left == 0;
        if (is_hour && !doom->after) {
            // Who asks for nothing would only be killed in its sleep.
            if (!place.worker->has_transaction())
                continue;
            // What it has just asked for never happens, or only when it goes on.
            meet(place, *doom);
            return std::string();
        }
        std::string label = place.worker->transact();
        if (label.empty())
            continue;
        ++transactions_;
        if (is_hour)
            meet(place, *doom);
        else if (doom)
            --place.doom->transactions_left;
        return label;
    }
    return std::nullopt;
}

bool Crew::dismiss() {
    bool all = true;
    for (Place& place : at_work_)
        all = place.worker->end() && all;
    for (const std::unique_ptr<Worker>& worker : killed_)
        all = worker->end() && all;
    at_work_.clear();
    killed_.clear();
    return all;
}

} // namespace moisson::simulation

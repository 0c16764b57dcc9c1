// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Crew: the workers of a world, and what befalls them. A doom strikes between two transactions:
// before one that then never happens, or after one whose outcome the worker never learns.
#pragma once

#include "portals/draw.hpp"
#include "simulation/worker.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::simulation {

enum class Fate { killed, frozen };

class Crew {
public:
    Crew(const WorkerParts& parts, std::uint64_t seed) : parts_(parts), draw_(seed, 0, "crew") {}

    void hire(std::chrono::microseconds clock_offset);
    // One of those at work gets its doom, after a few more transactions that it asks for.
    void strike(Fate fate);
    // Frozen ones go on.
    void thaw();
    // All end, by themselves or because they hang on nothing any more. False when one cannot.
    bool dismiss();

    // Runs everything that is ready and one transaction at a time until all wait for the clock.
    // Calls `done` after each transaction with its label.
    template <class Done>
    void settle(const Done& done);

    // Who was killed and not replaced yet.
    int take_losses() { return std::exchange(losses_, 0); }
    // How many met their doom since the last call.
    int take_met() { return std::exchange(met_, 0); }
    bool has_frozen() const;
    std::int64_t transactions() const { return transactions_; }
    std::int64_t deaths() const { return deaths_; }
    // Of the deaths, those before a transaction that then never happened.
    std::int64_t killed_before() const { return killed_before_; }
    std::int64_t freezes() const { return freezes_; }

private:
    struct Doom {
        Fate fate = Fate::killed;
        std::uint64_t transactions_left = 0;
        bool after = false;
    };
    struct Place {
        std::unique_ptr<Worker> worker;
        std::optional<Doom> doom;
        bool is_frozen = false;
    };

    bool step();
    // The label of what was done; nothing when nobody has anything to do.
    std::optional<std::string> transact();
    void meet(Place& place, const Doom& doom);

    const WorkerParts& parts_;
    portals::Draw draw_;
    std::vector<Place> at_work_;
    std::vector<std::unique_ptr<Worker>> killed_;
    int hired_ = 0;
    int losses_ = 0;
    int met_ = 0;
    std::int64_t transactions_ = 0;
    std::int64_t deaths_ = 0;
    std::int64_t killed_before_ = 0;
    std::int64_t freezes_ = 0;
};

template <class Done>
void Crew::settle(const Done& done) {
    while (true) {
        if (step())
            continue;
        const std::optional<std::string> label = transact();
        if (!label)
            return;
        done(*label);
    }
}

} // namespace moisson::simulation

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// monde: lives through simulated worlds and says what went wrong.
#include "core/rng.hpp"
#include "simulation/many.hpp"
#include "simulation/world.hpp"

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace moisson::simulation;

constexpr std::string_view usage =
    "Utilisation : monde [--graine N] [--mondes N] [--portails P] [--jours J] [--fils F]\n"
    "                    [--mutant NOM] [--bavard]\n"
    "  --graine N    première graine (sinon tirée au hasard et affichée)\n"
    "  --mondes N    nombre de mondes, de graines qui se suivent (1)\n"
    "  --portails P  portails par monde (12)\n"
    "  --jours J     jours simulés (30)\n"
    "  --fils F      mondes vécus en même temps (1)\n"
    "  --mutant NOM  faute plantée exprès : breaker_off, archive_at_once, budgets_apart,\n"
    "                reconcile_incomplete, duplicate_twice\n"
    "  --bavard      tout ce que dit le moteur\n";

struct Wish {
    WorldOptions world;
    int worlds = 1;
    int threads = 1;
};

std::optional<Mutant> mutant_named(std::string_view name) {
    for (const Mutant mutant : all_mutants())
        if (to_string(mutant) == name)
            return mutant;
    return std::nullopt;
}

std::optional<Wish> read(int count, char** words) {
    Wish wish;
    wish.world.seed = moisson::Rng().below(1'000'000'000);
    for (int i = 1; i < count; ++i) {
        const std::string_view option = words[i];
        if (option == "--bavard") {
            wish.world.verbose = true;
            continue;
        }
        if (++i == count)
            return std::nullopt;
        const char* value = words[i];
        if (option == "--graine")
            wish.world.seed = std::strtoull(value, nullptr, 10);
        else if (option == "--mondes")
            wish.worlds = std::atoi(value);
        else if (option == "--portails")
            wish.world.portals = std::atoi(value);
        else if (option == "--jours")
            wish.world.days = std::atoi(value);
        else if (option == "--fils")
            wish.threads = std::atoi(value);
        else if (const auto mutant = mutant_named(value); option == "--mutant" && mutant)
            wish.world.mutant = *mutant;
        else
            return std::nullopt;
    }
    const bool sensible =
        wish.worlds > 0 && wish.threads > 0 && wish.world.portals > 0 && wish.world.days > 0;
    return sensible ? std::optional(wish) : std::nullopt;
}

} // namespace

int main(int count, char** words) {
    const std::optional<Wish> wish = read(count, words);
    if (!wish) {
        std::cerr << usage;
        return 64;
    }
    const auto tell = [](const WorldOptions& options, const WorldReport& report) {
        std::cout << describe(options, report) << '\n' << std::flush;
    };
    const Worlds lived = live_through_many(wish->world, wish->worlds, wish->threads, tell);
    std::cout << describe_sum(wish->worlds, lived.sum, lived.seconds) << '\n' << std::flush;
    return lived.sum.complaints.empty() ? 0 : 1;
}

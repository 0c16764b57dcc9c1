// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// monde: lives through simulated worlds and says what went wrong.
#include "core/rng.hpp"
#include "simulation/many.hpp"
#include "simulation/world.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace moisson::simulation;

constexpr std::string_view usage =
    "Utilisation : monde [--graine N] [--mondes N] [--portails P] [--jours J] [--fils F]\n"
    "                    [--mutant NOM] [--json FICHIER] [--bavard]\n"
    "  --graine N    première graine (sinon tirée au hasard et affichée)\n"
    "  --mondes N    nombre de mondes, de graines qui se suivent (1)\n"
    "  --portails P  portails par monde (12)\n"
    "  --jours J     jours simulés (30)\n"
    "  --fils F      mondes vécus en même temps (1)\n"
    "  --mutant NOM  faute plantée exprès : breaker_off, archive_at_once, budgets_apart,\n"
    "                reconcile_incomplete, duplicate_twice, leases_for_ever, revival_off,\n"
    "                change_swallowed\n"
    "  --json FICHIER  y écrire les comptes et le rythme, en JSON\n"
    "  --bavard      tout ce que dit le moteur\n";

struct Wish {
    WorldOptions world;
    int worlds = 1;
    int threads = 1;
    std::string json;
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
        else if (option == "--json")
            wish.json = value;
        else if (const auto mutant = mutant_named(value); option == "--mutant" && mutant)
            wish.world.mutant = *mutant;
        else
            return std::nullopt;
    }
    const bool sensible =
        wish.worlds > 0 && wish.threads > 0 && wish.world.portals > 0 && wish.world.days > 0;
    return sensible ? std::optional(wish) : std::nullopt;
}

// False when the file cannot be written.
bool write_rate(const Wish& wish, const Worlds& lived) {
    const WorldReport& sum = lived.sum;
    const double seconds = lived.seconds;
    nlohmann::json out;
    out["seed"] = wish.world.seed;
    out["worlds"] = wish.worlds;
    out["portals"] = wish.world.portals;
    out["days"] = wish.world.days;
    out["threads"] = wish.threads;
    out["seconds"] = seconds;
    out["seconds_per_world"] = seconds / wish.worlds;
    out["runs"] = sum.runs_ended();
    out["runs_per_second"] = static_cast<double>(sum.runs_ended()) / seconds;
    out["transactions"] = sum.transactions;
    out["transactions_per_second"] = static_cast<double>(sum.transactions) / seconds;
    out["requests"] = sum.requests;
    out["deaths"] = sum.deaths;
    out["killed_before"] = sum.killed_before;
    out["freezes"] = sum.freezes;
    out["resumed"] = sum.resumed;
    out["complaints"] = sum.complaints.size();
    out["runs_by_kind"] = sum.runs;
    std::ofstream file(wish.json);
    file << out.dump(2) << '\n' << std::flush;
    return file.good();
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
    if (!wish->json.empty() && !write_rate(*wish, lived)) {
        std::cerr << "Le fichier " << wish->json << " ne peut pas être écrit.\n";
        return 73;
    }
    return lived.sum.complaints.empty() ? 0 : 1;
}

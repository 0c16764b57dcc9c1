// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/mode.hpp"

namespace moisson::harvest {
namespace {

ModeChoice forced_mode(RunMode mode, const ModeFacts& facts) {
    if (mode == RunMode::inventory && !facts.abilities.inventory)
        return {RunMode::full, "this source has no inventory"};
    if (mode == RunMode::delta && !facts.abilities.delta)
        return {RunMode::full, "this source does not tell what changed"};
    // Nothing to compare with, or something else.
    if (mode == RunMode::delta && facts.first)
        return {RunMode::full, "never read whole"};
    if (mode == RunMode::delta && facts.settings_changed)
        return {RunMode::full, "the settings of the source changed"};
    return {mode, store::asked_for};
}

} // namespace

ModeChoice choose_mode(const ModeFacts& facts) {
    if (facts.forced)
        return forced_mode(*facts.forced, facts);
    if (facts.is_light && !facts.other_mark)
        return {RunMode::probe, facts.same_mark ? "unchanged" : "planned probe"};
    if (facts.first)
        return {RunMode::full, "never read whole"};
    if (facts.full_due)
        return {RunMode::full, "full run due"};
    if (facts.settings_changed)
        return {RunMode::full, "the settings of the source changed"};
    if (facts.mapping_changed)
        return {RunMode::full, "the mapping changed"};
    if (facts.held)
        return {RunMode::full, "the run before was held"};
    if (facts.same_mark)
        return {RunMode::probe, "unchanged"};
    if (facts.abilities.inventory)
        return {RunMode::inventory, "the catalogue changed"};
    if (facts.abilities.delta)
        return {RunMode::delta, "the catalogue changed"};
    return {RunMode::full, "nothing cheaper"};
}

ModeFacts mode_facts(
    const store::ClaimedRun& run,
    const kit::Abilities& abilities,
    const Digest& mapping_version,
    std::string_view mark
) {
    ModeFacts facts;
    if (run.mode_reason == store::asked_for)
        facts.forced = run.mode;
    facts.first = !run.past.last_complete;
    facts.full_due = !run.past.full_is_recent;
    facts.held = run.past.held;
    facts.mapping_changed = run.past.mapping_version != mapping_version;
    facts.settings_changed = run.past.config_hash != run.config_hash;
    const bool are_known = !mark.empty() && !run.past.mark.empty();
    facts.same_mark = are_known && mark == run.past.mark;
    facts.other_mark = are_known && mark != run.past.mark;
    facts.is_light = !facts.forced && run.mode == RunMode::probe;
    facts.abilities = abilities;
    return facts;
}

bool would_believe_mark(const store::ClaimedRun& run, const Digest& mapping_version) {
    const ModeFacts facts = mode_facts(run, kit::Abilities(), mapping_version, run.past.mark);
    return choose_mode(facts) == ModeChoice{RunMode::probe, "unchanged"};
}

bool full_is_cheaper(std::int64_t wanted, std::int64_t listed, const kit::Abilities& abilities) {
    const std::int64_t one_by_one =
        (wanted + abilities.bodies_per_request - 1) / abilities.bodies_per_request;
    const std::int64_t whole =
        (listed + abilities.records_per_request - 1) / abilities.records_per_request;
    return one_by_one > whole;
}

bool may_fall_back(Code code) {
    return code != Code::limit_reached && code != Code::run_duration_reached &&
           code != Code::mass_arrival_held && code != Code::run_cancelled &&
           code != Code::store_unavailable && code != Code::local_resources;
}

} // namespace moisson::harvest

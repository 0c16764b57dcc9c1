// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/recipe.hpp"

#include "core/assert.hpp"
#include "harvest/engine.hpp"
#include "normalise/correct.hpp"

namespace moisson::harvest {

RecipeMaker make_recipes(std::shared_ptr<const normalise::Vocabularies> vocabularies) {
    MOISSON_ASSERT(vocabularies != nullptr);
    return [vocabularies = std::move(vocabularies
            )](const Portal& portal, const Source& source, std::string_view scheme, Instant now) {
        auto context = std::make_shared<normalise::NormaliseContext>(
            normalise::make_context(portal, source, vocabularies, now)
        );
        context->id_scheme = scheme;
        Recipe recipe;
        recipe.digest = normalise::mapping_digest(*context);
        recipe.normalise = [context](const RawRecord& record) {
            return normalise::normalise(record, *context);
        };
        recipe.corrections = in_force(source.corrections, now);
        recipe.correct = [context](Dataset& dataset, std::span<const Correction> corrections) {
            normalise::correct(dataset, corrections, *context->vocabularies);
        };
        return recipe;
    };
}

ScheduleMaker make_schedules(std::shared_ptr<const normalise::Vocabularies> vocabularies) {
    return [known = std::move(vocabularies)](const Portal& portal, const Source& source) {
        std::string zone;
        if (portal.countries.size() == 1)
            if (const auto* row = known->country_row(portal.countries.front()))
                zone = row->timezone;
        return schedule_of(portal, source, zone, [&](std::string_view name) {
            return known->time_zone(name);
        });
    };
}

void Engine::configure(
    std::vector<Portal> portals,
    std::shared_ptr<const normalise::Vocabularies> vocabularies
) {
    ScheduleMaker schedules = make_schedules(vocabularies);
    configure(std::move(portals), make_recipes(std::move(vocabularies)), std::move(schedules));
}

} // namespace moisson::harvest

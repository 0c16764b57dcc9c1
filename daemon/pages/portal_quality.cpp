// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/portal_quality.hpp"

#include "i18n/format.hpp"
#include "i18n/language.hpp"
#include "i18n/quality.hpp"
#include "routes/paths.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace moisson::pages {
namespace {

std::string median_text(const store::QualityTally& tally) {
    return i18n::typography(fmt::format("{} sur 100", tally.median().value_or(0)));
}

std::string spread_text(const store::QualityTally& tally) {
    std::string out = fmt::format(
        "La moitié des jeux ont cette note ou moins (moyenne {}).",
        std::lround(tally.mean().value_or(0))
    );
    std::string bands;
    int to = 100;
    for (const int from : quality_bands_from) {
        const std::string_view label = i18n::quality_band_label(to_string(band_of(from)));
        bands += fmt::format(
            "{}{} : {}",
            bands.empty() ? "" : ", ",
            label,
            i18n::number(tally.between(from, to))
        );
        to = from - 1;
    }
    return i18n::typography(out + " Jeux par appréciation : " + bands + ".");
}

render::Data lever_row(const store::QualityLever& lever) {
    const auto points = static_cast<std::int64_t>(std::lround(lever.points));
    render::Data row;
    render::put(row, "label", std::string(i18n::quality_criterion_label(lever.criterion)));
    render::put(
        row,
        "gain",
        fmt::format(
            "{}, {}",
            i18n::count(lever.datasets, "jeu", "jeux"),
            i18n::count(points, "point en tout", "points en tout")
        )
    );
    render::put(row, "advice", i18n::typography(i18n::quality_advice(lever.criterion)));
    return row;
}

} // namespace

void put_portal_quality(
    render::Data& data,
    const store::QualityTally& tally,
    std::string_view portal
) {
    render::put_flag(data, "has_quality", tally.scored() > 0);
    if (tally.scored() == 0)
        return;
    render::put(data, "quality_median", median_text(tally));
    render::put(data, "quality_spread", spread_text(tally));
    render::Data list = render::list();
    std::vector<store::QualityLever> levers = tally.levers();
    if (levers.size() > levers_shown)
        levers.resize(levers_shown);
    for (const store::QualityLever& lever : levers)
        list.push_back(lever_row(lever));
    render::put_flag(data, "has_levers", !levers.empty());
    render::put_list(data, "levers", std::move(list));
    render::put(data, "quality_url", routes::api_portal_quality_of(portal));
}

} // namespace moisson::pages

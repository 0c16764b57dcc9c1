// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What we think of a dataset: whether it is up to date, and how well it is described.
#include "i18n/format.hpp"
#include "i18n/language.hpp"
#include "i18n/quality.hpp"
#include "monitor/quality.hpp"
#include "pages/dataset_parts.hpp"
#include "pages/pieces.hpp"
#include "views/freshness.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <vector>

namespace moisson::pages {
namespace {

std::string points_text(double points) {
    const double rounded = std::round(points * 10) / 10;
    std::string text = fmt::format("+{:g}", rounded);
    if (const auto dot = text.find('.'); dot != std::string::npos)
        text.replace(dot, 1, ",");
    return text + (rounded < 2 ? " point" : " points");
}

std::string score_sentence(const QualityScore& score) {
    std::string text = fmt::format("Qualité {}", i18n::quality_band_label(to_string(score.band())));
    if (score.provisional())
        text += " ; note provisoire, car une partie des critères n’a pas encore pu être jugée";
    return i18n::typography(text + ".");
}

render::Data mend_row(const QualityMend& one) {
    const std::string_view code = one.criterion.code;
    render::Data row;
    render::put(row, "label", std::string(i18n::quality_criterion_label(code)));
    render::put(row, "gain", points_text(one.gain));
    render::put(row, "advice", i18n::typography(i18n::quality_advice(code)));
    return row;
}

} // namespace

// Of what has left its portal nobody expects an update.
void put_freshness_verdict(
    render::Data& data,
    const Site& site,
    const views::DatasetAnswer& answer,
    const FreshnessDates& dates
) {
    put_freshness(data, site, answer.freshness.state);
    std::string sentence;
    if (answer.outcome != views::DatasetOutcome::gone)
        sentence = views::freshness_sentence(dates, answer.freshness, site.clock.now());
    render::put(data, "freshness_sentence", std::move(sentence));
}

void put_quality(render::Data& data, const Site& site, const views::DatasetAnswer& answer) {
    const bool judged =
        answer.full && answer.outcome == views::DatasetOutcome::found && site.options.vocabularies;
    render::put_flag(data, "has_quality", judged);
    if (!judged)
        return;
    const monitor::QualityFacts facts =
        monitor::facts_of(answer.full->signal, answer.freshness.state);
    const auto vocabularies = site.options.vocabularies();
    const QualityScore score = monitor::score_of(answer.full->dataset, facts, *vocabularies);
    const std::vector<QualityMend> mends =
        monitor::mends_of(answer.full->dataset, facts, *vocabularies);
    render::put(data, "quality", i18n::typography(fmt::format("{} sur 100", score.percent())));
    render::put(data, "quality_sentence", score_sentence(score));
    render::put(
        data,
        "mends_title",
        i18n::count(
            static_cast<std::int64_t>(mends.size()),
            "point à améliorer",
            "points à améliorer"
        )
    );
    render::Data list = render::list();
    for (const QualityMend& one : mends)
        list.push_back(mend_row(one));
    render::put_flag(data, "has_mends", !mends.empty());
    render::put_list(data, "mends", std::move(list));
    render::put(data, "quality_url", routes::api_quality_of(to_string(answer.full->id)));
}

} // namespace moisson::pages

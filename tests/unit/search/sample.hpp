// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Random small datasets over a small vocabulary, so that words, filters and dates collide often.
#pragma once

#include "core/rng.hpp"
#include "store/change_feed.hpp"

#include <array>
#include <string>
#include <vector>

namespace moisson::test {

inline const std::vector<std::string>& sample_words() {
    static const std::vector<std::string> words{
        "transport", "transports", "école",      "ecoles",      "hôpital", "hôpitaux", "budget",
        "communal",  "communes",   "données",    "donnée",      "eau",     "l'eau",    "forêt",
        "riz",       "récolte",    "mil",        "pluie",       "route",   "routes",   "marché",
        "prix",      "santé",      "population", "recensement", "carte",   "cadastre", "énergie",
        "solaire",   "Dakar",      "Bamako",     "Abidjan"};
    return words;
}

inline std::uint64_t below(Rng& rng, std::uint64_t bound) {
    return rng.below(bound);
}

inline std::string random_text(Rng& rng, std::uint64_t words_max) {
    std::string out;
    for (std::uint64_t left = 1 + below(rng, words_max); left > 0; --left) {
        if (!out.empty())
            out += ' ';
        out += sample_words()[below(rng, sample_words().size())];
    }
    return out;
}

inline LangText french(std::string text) {
    LangText out;
    out.lang = "fr";
    out.text = std::move(text);
    return out;
}

inline DatasetId sample_id(std::uint64_t number) {
    return dataset_id_at_first_sight("essai", "t", std::to_string(number));
}

inline PartialDate random_day(Rng& rng) {
    PartialDate date;
    date.instant =
        Instant(std::chrono::hours(24 * static_cast<std::int64_t>(18000 + below(rng, 60))));
    return date;
}

// What it is called, whose it is, which files it has and on which terms.
inline void describe(Rng& rng, Dataset& dataset) {
    static constexpr std::array<const char*, 5> countries{"SN", "ML", "CI", "BF", "BJ"};
    static constexpr std::array<const char*, 4> formats{"csv", "json", "pdf", "xlsx"};
    static constexpr std::array<const char*, 3> licences{"odbl", "lov2", ""};
    dataset.title.push_back(french(random_text(rng, 4)));
    dataset.description.push_back(french(random_text(rng, 12)));
    for (std::uint64_t i = below(rng, 3); i > 0; --i)
        dataset.keywords.push_back(french(random_text(rng, 1)));
    dataset.publisher.key = "org-" + std::to_string(below(rng, 6));
    dataset.publisher.name.push_back(french("Mairie " + random_text(rng, 1)));
    for (std::uint64_t i = below(rng, 3); i > 0; --i)
        dataset.countries.emplace_back(countries[below(rng, countries.size())]);
    for (std::uint64_t i = below(rng, 3); i > 0; --i) {
        Distribution distribution;
        distribution.format.code = formats[below(rng, formats.size())];
        distribution.format_family = distribution.format.code == "pdf" ? 'D' : 'T';
        dataset.distributions.push_back(std::move(distribution));
    }
    if (below(rng, 3) > 0) {
        Licence licence;
        licence.code = licences[below(rng, licences.size())];
        dataset.licence = licence;
    }
}

// The days and places that it is about.
inline void cover(Rng& rng, Dataset& dataset) {
    for (std::uint64_t i = below(rng, 3); i > 0; --i) {
        PeriodOfTime& period = dataset.temporal.emplace_back();
        if (below(rng, 4) > 0)
            period.start = random_day(rng);
        if (below(rng, 4) > 0) {
            period.end = period.start.value_or(random_day(rng));
            period.end->instant += std::chrono::hours(24 * below(rng, 20));
        }
    }
    for (std::uint64_t i = below(rng, 3); i > 0; --i) {
        BoundingBox box;
        // Some lie across the 180th meridian. Quarters of a degree are exact as floats.
        box.west = static_cast<double>(below(rng, 1440)) / 4 - 180;
        box.east = box.west + static_cast<double>(1 + below(rng, 200)) / 4;
        if (box.east > 180)
            box.east -= 360;
        box.south = static_cast<double>(below(rng, 600)) / 4 - 90;
        box.north = box.south + static_cast<double>(below(rng, 120)) / 4;
        dataset.spatial.emplace_back().bbox = box;
    }
}

inline FreshnessDates random_freshness(Rng& rng) {
    FreshnessDates freshness;
    freshness.basis = static_cast<FreshnessBasis>(below(rng, 4));
    if (freshness.basis == FreshnessBasis::declared ||
        freshness.basis == FreshnessBasis::estimated) {
        freshness.evidence = UpdateEvidence::dataset;
        freshness.expected_at = random_day(rng).instant;
    }
    if (freshness.basis == FreshnessBasis::declared) {
        const auto days = [&rng] {
            return std::chrono::days(1 + static_cast<int>(below(rng, 20)));
        };
        freshness.late_at = *freshness.expected_at + days();
        freshness.very_late_at = *freshness.late_at + days();
    }
    return freshness;
}

inline store::CatalogEntry random_entry(Rng& rng, std::uint64_t number) {
    store::CatalogEntry entry;
    entry.id = sample_id(number);
    entry.slug = "essai-" + std::to_string(number);
    entry.portal_key = "portail-" + std::to_string(below(rng, 3));
    const std::uint64_t state = below(rng, 12);
    entry.state = state == 0   ? RecordState::archived
                  : state == 1 ? RecordState::missing
                               : RecordState::active;
    describe(rng, entry.dataset);
    if (below(rng, 4) > 0)
        entry.dataset.modified = random_day(rng);
    if (below(rng, 4) > 0)
        entry.dataset.issued = random_day(rng);
    entry.first_seen = random_day(rng).instant;
    if (below(rng, 4) > 0)
        entry.signal.quality = static_cast<int>(below(rng, 101));
    cover(rng, entry.dataset);
    entry.popularity = static_cast<std::int64_t>(below(rng, 50));
    entry.signal.freshness = random_freshness(rng);
    return entry;
}

} // namespace moisson::test

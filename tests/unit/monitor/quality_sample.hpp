// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A dataset of which both scores have nothing to say, for tests that take something away.
#pragma once

#include "monitor/quality.hpp"
#include "unit/monitor/builders.hpp"

#include <functional>
#include <string>
#include <utility>

namespace moisson::monitor {

inline LangText french(std::string text) {
    LangText out;
    out.lang = "fr";
    out.text = std::move(text);
    return out;
}

inline Distribution csv_file() {
    Distribution one;
    one.url = "https://data.example/a.csv";
    one.access_url = "https://data.example/page";
    one.format.code = "CSV";
    one.format.raw = "CSV";
    one.format_family = 'T';
    one.media_type = "text/csv";
    one.byte_size = 10;
    one.issued = on("2020-01-01");
    one.modified = on("2026-11-20");
    return one;
}

// Everything that both scores ask for.
inline Dataset complete() {
    Dataset out;
    out.title = {french("Prix des céréales sur les marchés")};
    out.description = {french(std::string(120, 'x') + " relevés chaque semaine.")};
    out.keywords = {french("riz"), french("mil"), french("prix")};
    out.themes = {"AGRI"};
    out.spatial.emplace_back();
    out.temporal.emplace_back();
    out.distributions = {csv_file()};
    Licence licence;
    licence.code = "cc-by-4.0";
    licence.openness = 'O';
    out.licence = licence;
    out.access_rights.code = "PUBLIC";
    out.access_rights.raw = "public";
    ContactPoint contact;
    contact.email = "donnees@example.org";
    out.contacts = {contact};
    out.publisher.key = "ministere";
    out.publisher.name = {french("Ministère")};
    out.frequency.code = "WEEKLY";
    out.issued = on("2020-01-01");
    out.modified = on("2026-11-20");
    return out;
}

inline QualityFacts all_well() {
    QualityFacts facts;
    facts.freshness = Freshness::a_jour;
    facts.links_ok = 1.0;
    facts.formats_right = 1.0;
    return facts;
}

// What is wrong with a dataset, or how somebody mends it.
struct Deed {
    const char* code;
    std::function<void(Dataset&, QualityFacts&)> make;
};

} // namespace moisson::monitor

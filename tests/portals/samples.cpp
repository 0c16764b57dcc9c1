// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The demonstration: seven invented portals.
#include "portals/samples.hpp"

#include "portals/ckan.hpp"
#include "portals/faults.hpp"
#include "portals/generator.hpp"

#include <string>

namespace moisson::portals {
namespace {

struct Sample {
    const char* key;
    const char* title;
    const char* country;
    const char* base_path;
    std::vector<std::string> countries;
    std::uint64_t count;
    Defects defects;
    Tls tls;
    // Rules of the script, JSON.
    const char* script;
};

Defects dirty() {
    Defects defects;
    defects.bad_date = 0.15;
    defects.bad_licence = 0.25;
    defects.missing_title = 0.01;
    defects.no_resource = 0.04;
    defects.bad_url = 0.05;
    defects.bad_email = 0.10;
    defects.future_date = 0.02;
    defects.not_dataset = 0.02;
    defects.html_notes = 0.20;
    return defects;
}

Defects usual() {
    Defects defects;
    defects.bad_licence = 0.02;
    defects.no_resource = 0.02;
    defects.bad_url = 0.01;
    defects.html_notes = 0.05;
    return defects;
}

std::vector<Sample> samples() {
    return {
        {"exemple-burkina-faso",
         "Portail d'exemple — Burkina Faso",
         "BF",
         "",
         {"BF"},
         640,
         usual(),
         Tls::none,
         R"({"rules":[]})"},
        {"exemple-benin",
         "Portail d'exemple — Bénin (dates et licences fantaisistes)",
         "BJ",
         "",
         {"BJ"},
         380,
         dirty(),
         Tls::none,
         R"({"rules":[]})"},
        {"exemple-cote-d-ivoire",
         "Portail d'exemple — Côte d'Ivoire",
         "CI",
         "/data",
         {"CI"},
         2000,
         usual(),
         Tls::none,
         R"({"rules":[]})"},
        {"exemple-senegal",
         "Portail d'exemple — Sénégal (lent)",
         "SN",
         "",
         {"SN"},
         520,
         usual(),
         Tls::none,
         R"({"rules":[{"do":"latency","ms":700},{"do":"rows_max","rows":100}]})"},
        {"exemple-togo",
         "Portail d'exemple — Togo (page HTML au milieu)",
         "TG",
         "",
         {"TG"},
         460,
         usual(),
         Tls::none,
         R"({"rules":[{"do":"rows_max","rows":100},
             {"when":{"operation":"package_search","start":[300,400]},"do":"html"}]})"},
        {"exemple-mali",
         "Portail d'exemple — Mali (certificat expiré)",
         "ML",
         "",
         {"ML"},
         40,
         usual(),
         Tls::expired,
         R"({"rules":[]})"},
        {"exemple-regional",
         "Portail d'exemple — Observatoire régional (se vide)",
         "",
         "",
         {"BF", "BJ", "CI", "ML", "NE", "SN", "TG"},
         150,
         usual(),
         Tls::none,
         R"({"rules":[{"do":"shrink","keep":0.4}]})"},
    };
}

} // namespace

std::vector<std::shared_ptr<Portal>> sample_portals(std::uint64_t seed, Instant started) {
    std::vector<std::shared_ptr<Portal>> result;
    for (const Sample& sample : samples()) {
        GeneratorOptions generator;
        generator.seed = seed + result.size();
        generator.count = sample.count;
        generator.countries = sample.countries;
        generator.defects = sample.defects;
        CkanOptions ckan;
        ckan.base_path = sample.base_path;
        ckan.title = sample.title;
        PortalOptions options;
        options.key = sample.key;
        options.title = sample.title;
        options.country = sample.country;
        options.base_path = sample.base_path;
        options.tls = sample.tls;
        options.gzip = true;
        options.seed = seed;
        options.script = Script::from_text(sample.script);
        // The demonstration first shows the whole regional catalogue, then what is left of it.
        if (options.key == "exemple-regional")
            options.script.delay_until(started + std::chrono::minutes(5));
        result.push_back(
            std::make_shared<Portal>(std::move(options), make_ckan(ckan, generate(generator)))
        );
    }
    return result;
}

} // namespace moisson::portals

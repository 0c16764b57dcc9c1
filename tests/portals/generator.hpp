// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Generator: invented but plausible datasets of francophone African administrations, written for
// Moisson (no text is taken from a real portal). The same seed and options give the same bytes.
#pragma once

#include "portals/catalogue.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace moisson::portals {

// Share of records (0..1) that carry each defect.
struct Defects {
    double bad_date = 0;
    double bad_licence = 0;
    double missing_title = 0;
    double no_resource = 0;
    double bad_url = 0;
    double bad_email = 0;
    double future_date = 0;
    double not_dataset = 0; // type "harvest" or "showcase"
    double is_private = 0;
    double html_notes = 0;
};

struct GeneratorOptions {
    std::uint64_t seed = 1;
    std::uint64_t count = 100;
    // ISO 3166-1 alpha-2; several for a regional portal, empty = all known.
    std::vector<std::string> countries;
    // 0 = 1 to 6 drawn.
    int resources = 0;
    // 0 = as it comes (about 4 kB with 3 resources); otherwise notes are lengthened up to it.
    std::uint64_t record_bytes = 0;
    // Host of the resources, e.g. "donnees.exemple.bf"; empty = one per country.
    std::string host;
    std::chrono::sys_days epoch = std::chrono::sys_days(std::chrono::days(20'454)); // 2026-01-01
    // Days after the epoch, and what happens each day, as shares of `count`.
    std::int64_t day = 0;
    double births = 0;
    double deaths = 0;
    double renames = 0;
    double changes = 0;
    Defects defects;
};

// Country codes the generator has places and institutions for.
std::vector<std::string> generator_countries();

// Catalogue on day `options.day`. Record k has the same id on every day it lives.
std::shared_ptr<const Catalogue> generate(const GeneratorOptions& options);

// One record's JSON text, for tests. `k` counts from 0.
std::string generate_record(const GeneratorOptions& options, std::uint64_t k);

} // namespace moisson::portals

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of faults a simulated portal can show: name, what it is, the issue code the product is
// expected to give, and what must become of the records. Acceptance reads this table.
#pragma once

#include "portals/portal.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string_view>

namespace moisson::portals {

// What the product must hold after a run against the fault, of the records it can be given.
enum class RecordsExpected {
    all,         // every record of the catalogue
    all_but_few, // every record but the one or few the fault touches
    part,        // what could be read; nothing is archived
    kept,        // nothing new; what an earlier run stored stays as it was
};

struct Fault {
    std::string_view name;
    // One line in French, for people.
    std::string_view description;
    // Code of daemon/core/code.hpp by its stable name; several acceptable ones separated by '|';
    // empty when no issue is expected (the fault must be absorbed).
    std::string_view expected_code;
    RecordsExpected records;
    Tls tls;
    Reach reach;
    // Rules as JSON text ({"rules":[...]}), read by Script::from_text.
    std::string_view script;
    // The first run must see a healthy portal, the fault starts with the second (shrinking...).
    bool second_run;
};

std::span<const Fault> all_faults();
const Fault* find_fault(std::string_view name);
std::string_view to_string(RecordsExpected records);
nlohmann::ordered_json faults_to_json();

// Sets tls, reach, fault and script of `options` from the table. `fault_from` delays the rules to
// that date (second_run faults). Throws std::invalid_argument for an unknown name.
void give_fault(PortalOptions& options, std::string_view name, Instant fault_from = Instant::min());

} // namespace moisson::portals

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Access to the table of faults.
#include "portals/faults.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace moisson::portals {
namespace {

std::string_view name_of(Tls tls) {
    switch (tls) {
    case Tls::none:
        return "none";
    case Tls::valid:
        return "valid";
    case Tls::expired:
        return "expired";
    case Tls::not_yet_valid:
        return "not_yet_valid";
    case Tls::wrong_name:
        return "wrong_name";
    case Tls::self_signed:
        return "self_signed";
    case Tls::unknown_ca:
        return "unknown_ca";
    case Tls::incomplete_chain:
        return "incomplete_chain";
    case Tls::old_protocol:
        return "old_protocol";
    }
    return "none";
}

std::string_view name_of(Reach reach) {
    switch (reach) {
    case Reach::open:
        return "open";
    case Reach::refused:
        return "refused";
    case Reach::dead_name:
        return "dead_name";
    case Reach::black_hole:
        return "black_hole";
    case Reach::silent:
        return "silent";
    }
    return "open";
}

} // namespace

std::string_view to_string(RecordsExpected records) {
    switch (records) {
    case RecordsExpected::all:
        return "all";
    case RecordsExpected::all_but_few:
        return "all_but_few";
    case RecordsExpected::part:
        return "part";
    case RecordsExpected::kept:
        return "kept";
    }
    return "kept";
}

const Fault* find_fault(std::string_view name) {
    const auto found = std::ranges::find(all_faults(), name, &Fault::name);
    return found == all_faults().end() ? nullptr : &*found;
}

nlohmann::ordered_json faults_to_json() {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Fault& fault : all_faults()) {
        nlohmann::ordered_json item;
        item["name"] = std::string(fault.name);
        item["description"] = std::string(fault.description);
        nlohmann::ordered_json codes = nlohmann::ordered_json::array();
        for (std::string_view rest = fault.expected_code; !rest.empty();) {
            const auto bar = rest.find('|');
            codes.push_back(std::string(rest.substr(0, bar)));
            rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
        }
        item["expected_codes"] = std::move(codes);
        item["records"] = std::string(to_string(fault.records));
        item["tls"] = std::string(name_of(fault.tls));
        item["reach"] = std::string(name_of(fault.reach));
        item["second_run"] = fault.second_run;
        item["script"] = nlohmann::ordered_json::parse(fault.script);
        list.push_back(std::move(item));
    }
    return list;
}

void give_fault(PortalOptions& options, std::string_view name, Instant fault_from) {
    const Fault* fault = find_fault(name);
    if (fault == nullptr)
        throw std::invalid_argument("unknown fault: " + std::string(name));
    options.fault = std::string(name);
    options.tls = fault->tls;
    options.reach = fault->reach;
    options.script = Script::from_text(fault->script);
    options.script.delay_until(fault_from);
}

} // namespace moisson::portals

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// XML bodies, record by record. Promises: a prepared body is clean, spans lie inside it, a record
// is JSON that json::parse reads back, repairing escapes is final and bounded.
#include "core/json_access.hpp"
#include "fuzz/harness.hpp"
#include "kit/xml_body.hpp"
#include "kit/xml_record.hpp"
#include "kit/xml_scan.hpp"

#include <array>

namespace moisson::fuzz {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> namespaces = {{
    {"http://www.isotc211.org/2005/gmd", "gmd"},
    {"http://www.isotc211.org/2005/gco", "gco"},
    {"http://www.w3.org/1999/xlink", "xlink"},
}};
constexpr std::array<std::string_view, 1> attributes = {"xlink:href"};
constexpr std::array<std::string_view, 3> parents = {"SearchResults", "GetRecordsResponse", "r"};

kit::XmlRules rules() {
    kit::XmlRules rules;
    rules.prefixes = namespaces;
    rules.attributes = attributes;
    rules.type_attribute = "gco:isoType";
    return rules;
}

} // namespace

void xml(std::string_view input) {
    std::string body(input);
    std::vector<Issue> issues;
    if (kit::prepare_xml_body(body, "https://portail.exemple/", issues).has_error())
        return;
    require_clean(body, "a prepared body");
    require(body.size() <= 6 * input.size() + 64, "a prepared body is bounded");
    kit::XmlHandlers handlers;
    std::size_t names = 0;
    handlers.on_element = [&](const kit::XmlTag& tag) {
        names += tag.name.size();
        require(tag.local == kit::xml_local_name(tag.name), "a local name is that of the name");
    };
    handlers.on_record = [&](const kit::XmlSpan& span) {
        require(
            span.offset + span.bytes.size() <= body.size() &&
                std::string_view(body).substr(span.offset, span.bytes.size()) == span.bytes,
            "a span lies where it says"
        );
        const auto record = kit::parse_xml_record(span.bytes, span.scope, rules());
        if (record.has_error())
            return;
        require_clean(record->name, "the name of a record");
        require(json::parse(json::dump(record->value)).has_value(), "a record is JSON");
    };
    static_cast<void>(kit::scan_xml(body, parents, handlers));
    require(names <= 2 * body.size(), "tags are seen once");
    std::size_t repairs = 0;
    const std::string repaired = kit::repair_xml_escapes(body, repairs);
    require_clean(repaired, "repaired XML");
    require(repaired.size() <= 5 * body.size(), "a repair is bounded");
    std::size_t none = 0;
    require(kit::repair_xml_escapes(repaired, none) == repaired, "repairing is final");
}

} // namespace moisson::fuzz

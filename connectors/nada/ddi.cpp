// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "nada/ddi.hpp"

#include "kit/xml_record.hpp"
#include "kit/xml_scan.hpp"

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::nada {
namespace {

using json::Value;
using Path = std::initializer_list<std::string_view>;

constexpr std::array<std::string_view, 1> parents{"codeBook"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> prefixes{{
    {"http://www.icpsr.umich.edu/DDI", "ddi"},
    {"ddi:codebook:2_5", "ddi"},
    {"http://www.icpsr.umich.edu/DDI/Version2-0", "ddi"},
}};
constexpr std::array<std::string_view, 8>
    attributes{"affiliation", "abbr", "date", "email", "event", "URI", "agency", "xml:lang"};

const kit::XmlRules& rules() {
    // Authors stand in an order of their own.
    static constexpr std::array<std::string_view, 2> ordered{"ddi:AuthEnty", "AuthEnty"};
    static constexpr kit::XmlRules rules{prefixes, {}, attributes, "", ordered};
    return rules;
}

std::vector<const Value*> children(const Value& element, std::string_view name) {
    std::vector<const Value*> found;
    const Value* child = json::find(element, "ddi:" + std::string(name));
    // Some exports forget the namespace.
    if (child == nullptr)
        child = json::find(element, name);
    if (child == nullptr)
        return found;
    if (!child->is_array()) {
        found.push_back(child);
        return found;
    }
    for (const Value& item : *child)
        found.push_back(&item);
    return found;
}

std::vector<const Value*> all(const Value& root, Path path) {
    std::vector<const Value*> level{&root};
    for (const std::string_view name : path) {
        std::vector<const Value*> next;
        for (const Value* element : level)
            for (const Value* child : children(*element, name))
                next.push_back(child);
        level = std::move(next);
    }
    return level;
}

std::string text_of(const Value& element) {
    return element.is_object() ? json::scalar(element, "#") : json::scalar(element);
}

std::string text_at(const Value& root, Path path) {
    for (const Value* element : all(root, path))
        if (std::string text = text_of(*element); !text.empty())
            return text;
    return {};
}

void put(Value& object, const char* key, std::string text) {
    if (!text.empty())
        object[key] = std::move(text);
}

// A list of {"<key>": text, "affiliation", "email", "uri"} of the elements at a path.
Value list_of(const Value& root, Path path, const char* key) {
    Value list = Value::array();
    for (const Value* element : all(root, path)) {
        Value item = Value::object();
        put(item, key, text_of(*element));
        put(item, "affiliation", json::scalar(*element, "@affiliation"));
        put(item, "abbreviation", json::scalar(*element, "@abbr"));
        put(item, "email", json::scalar(*element, "@email"));
        put(item, "uri", json::scalar(*element, "@URI"));
        if (!item.empty())
            list.push_back(std::move(item));
    }
    return list;
}

// Dates marked start and end, in order, become periods; a date alone is both ends.
Value periods_of(const Value& root, Path path) {
    Value list = Value::array();
    for (const Value* element : all(root, path)) {
        std::string date = json::scalar(*element, "@date");
        if (date.empty())
            date = text_of(*element);
        const std::string event = json::scalar(*element, "@event");
        if (date.empty())
            continue;
        const bool closes = event == "end" && !list.empty() && !list.back().contains("end");
        if (closes) {
            list.back()["end"] = date;
            continue;
        }
        Value period = Value::object();
        period[event == "end" ? "end" : "start"] = date;
        if (event != "start" && event != "end")
            period["end"] = date;
        list.push_back(std::move(period));
    }
    return list;
}

Value box_of(const Value& root) {
    Value box = Value::object();
    const std::initializer_list<std::pair<const char*, std::string_view>> sides{
        {"west", "westBL"},
        {"east", "eastBL"},
        {"south", "southBL"},
        {"north", "northBL"}};
    for (const auto& [side, name] : sides)
        put(box, side, text_at(root, {"stdyInfo", "sumDscr", "geoBndBox", name}));
    return box;
}

Value study_info_of(const Value& study) {
    Value info = Value::object();
    put(info, "abstract", text_at(study, {"stdyInfo", "abstract"}));
    info["keywords"] = list_of(study, {"stdyInfo", "subject", "keyword"}, "keyword");
    info["topics"] = list_of(study, {"stdyInfo", "subject", "topcClas"}, "topic");
    info["time_periods"] = periods_of(study, {"stdyInfo", "sumDscr", "timePrd"});
    info["coll_dates"] = periods_of(study, {"stdyInfo", "sumDscr", "collDate"});
    info["nation"] = list_of(study, {"stdyInfo", "sumDscr", "nation"}, "name");
    put(info, "geog_coverage", text_at(study, {"stdyInfo", "sumDscr", "geogCover"}));
    if (Value box = box_of(study); box.size() == 4)
        info["bbox"] = Value::array({std::move(box)});
    return info;
}

Value converted(const Value& study) {
    Value desc = Value::object();
    put(desc["title_statement"], "title", text_at(study, {"citation", "titlStmt", "titl"}));
    put(desc["title_statement"], "idno", text_at(study, {"citation", "titlStmt", "IDNo"}));
    desc["authoring_entity"] = list_of(study, {"citation", "rspStmt", "AuthEnty"}, "name");
    desc["production_statement"]["producers"] =
        list_of(study, {"citation", "prodStmt", "producer"}, "name");
    const std::vector<const Value*> dates = all(study, {"citation", "prodStmt", "prodDate"});
    if (!dates.empty()) {
        const std::string date = json::scalar(*dates.front(), "@date");
        put(desc["production_statement"], "prod_date", date.empty() ? text_of(*dates.front()) : date
        );
    }
    desc["distribution_statement"]["contact"] =
        list_of(study, {"citation", "distStmt", "contact"}, "name");
    put(desc["version_statement"], "version", text_at(study, {"citation", "verStmt", "version"}));
    put(desc["method"]["data_collection"],
        "frequency",
        text_at(study, {"method", "dataColl", "frequenc"}));
    desc["data_access"]["dataset_use"]["contact"] =
        list_of(study, {"dataAccs", "useStmt", "contact"}, "name");
    desc["study_info"] = study_info_of(study);
    return desc;
}

} // namespace

Result<json::Value> study_desc_of_ddi(std::string_view body) {
    std::optional<Result<kit::XmlRecord>> study;
    kit::XmlHandlers handlers;
    handlers.on_record = [&](const kit::XmlSpan& span) {
        if (!study && kit::xml_local_name(span.name) == "stdyDscr")
            study = kit::parse_xml_record(span.bytes, span.scope, rules());
    };
    const Result<void> scanned = kit::scan_xml(body, parents, handlers);
    if (!study)
        return scanned.has_error() ? scanned.error()
                                   : Error(Code::bad_shape, "no stdyDscr in the document");
    if (study->has_error())
        return study->error();
    return converted(study->value().value);
}

} // namespace moisson::nada

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Writing of CKAN answers: honest records are slices of the catalogue's memory, altered ones are
// parsed, changed and written anew.
#include "portals/ckan_answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool touches_first(const Tamper& tamper) {
    return tamper.extra_tags > 0 || tamper.description_bytes > 0 ||
           !tamper.raw_title_bytes.empty() || !tamper.record_patch.empty();
}

// The first record of a page with what the script puts into it.
std::string altered(std::string_view text, const Tamper& tamper, bool first) {
    Json record = Json::parse(text);
    if (!tamper.id_generation.empty()) {
        for (const char* key : {"id", "name"})
            if (record.contains(key) && record[key].is_string())
                record[key] = generation_of(record[key].get<std::string>(), tamper);
    }
    if (!first)
        return dump(record);
    if (tamper.extra_tags > 0) {
        Json tags = Json::array();
        for (std::uint64_t i = 0; i < tamper.extra_tags; ++i)
            tags.push_back({{"name", "mot-" + std::to_string(i)}, {"state", "active"}});
        record["tags"] = std::move(tags);
    }
    if (tamper.description_bytes > 0) {
        static constexpr std::string_view word = "données ";
        std::string notes;
        while (notes.size() + word.size() <= tamper.description_bytes)
            notes += word;
        notes.append(tamper.description_bytes - notes.size(), '.');
        record["notes"] = std::move(notes);
    }
    if (!tamper.record_patch.empty())
        record.update(Json::parse(tamper.record_patch));
    static constexpr std::string_view mark = "@octets@";
    if (!tamper.raw_title_bytes.empty())
        record["title"] = "Titre " + std::string(mark) + " abîmé";
    std::string result = dump(record);
    if (const auto at = result.find(mark); at != std::string::npos)
        result.replace(at, mark.size(), tamper.raw_title_bytes);
    return result;
}

// Solr keeps milliseconds and says so with a Z.
Json solr_date(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(date_key(text).substr(0, 23) + "Z");
}

Json flat_field(const Record& record, std::string_view text, const std::string& field) {
    if (field == "id")
        return record.id;
    if (field == "name")
        return record.name;
    if (field == "title")
        return record.title;
    if (field == "metadata_modified")
        return solr_date(record.modified);
    if (field == "metadata_created")
        return solr_date(record.created);
    if (field == "organization")
        return record.organization;
    if (field == "dataset_type" || field == "type")
        return record.type;
    if (field == "state")
        return record.state;
    if (field == "tags")
        return record.tags;
    if (field == "groups")
        return record.groups;
    if (field == "res_format")
        return record.formats;
    const Json whole = Json::parse(text);
    const auto it = whole.find(field);
    return it == whole.end() || it->is_structured() ? Json() : *it;
}

} // namespace

ScriptedResponse json_response(int status, std::string text) {
    ScriptedResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json;charset=utf-8");
    response.body.add(std::move(text));
    return response;
}

ScriptedResponse ckan_failure(const CkanFailure& failure) {
    Json error;
    if (failure.type == "Validation Error") {
        error = Json::parse(failure.message);
        error["__type"] = failure.type;
    } else {
        error["message"] = failure.message;
        error["__type"] = failure.type;
    }
    Json envelope;
    envelope["help"] = "/api/3/action/help_show";
    envelope["error"] = std::move(error);
    envelope["success"] = false;
    return json_response(failure.status, dump(envelope));
}

ScriptedResponse ckan_success(std::string_view help, const Json& result) {
    Json envelope;
    envelope["help"] = std::string(help);
    envelope["success"] = true;
    envelope["result"] = result;
    return json_response(200, dump(envelope));
}

std::string generation_of(const std::string& name, const Tamper& tamper) {
    return tamper.id_generation.empty() ? name : name + tamper.id_generation;
}

void add_records(
    Body& body,
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const Tamper& tamper
) {
    const bool all_altered = !tamper.id_generation.empty();
    const Slice comma{Catalogue::separator, nullptr};
    for (std::size_t i = 0; i < ranks.size();) {
        if (i > 0)
            body.add(comma);
        if (all_altered || (i == 0 && touches_first(tamper))) {
            const std::string_view text = catalogue.text(catalogue.records()[ranks[i]]);
            body.add(altered(text, tamper, i == 0));
            ++i;
            continue;
        }
        std::size_t last = i + 1;
        while (last < ranks.size() && ranks[last] == ranks[last - 1] + 1)
            ++last;
        body.add(catalogue.range(ranks[i], ranks[last - 1] + std::size_t{1}));
        i = last;
    }
}

std::string flat_records(
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const std::vector<std::string>& fields,
    const Tamper& tamper
) {
    std::string result;
    for (const std::uint32_t rank : ranks) {
        const Record& record = catalogue.records()[rank];
        Json flat = Json::object();
        for (const std::string& field : fields) {
            Json value = flat_field(record, catalogue.text(record), field);
            if (field == "id" || field == "name")
                value = generation_of(value.get<std::string>(), tamper);
            if (!value.is_null())
                flat[field] = std::move(value);
        }
        if (!result.empty())
            result += Catalogue::separator;
        result += dump(flat);
    }
    return result;
}

} // namespace moisson::portals

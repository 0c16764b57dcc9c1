// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Writing of udata answers: honest documents are slices of the catalogue's memory, altered ones are
// parsed, changed and written anew.
#include "portals/udata_answers.hpp"

#include "portals/ckan_answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

std::string dump_dataset(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool touches_first_dataset(const Tamper& tamper) {
    return tamper.extra_tags > 0 || tamper.description_bytes > 0 ||
           !tamper.raw_title_bytes.empty() || !tamper.record_patch.empty();
}

// Scripts are written with the names of CKAN.
std::string udata_name(const std::string& name) {
    if (name == "name")
        return "slug";
    if (name == "notes")
        return "description";
    return name == "metadata_modified" ? "last_modified" : name;
}

// A date that cannot be read stands in every date of the kind.
void patch(Json& dataset, const std::string& text) {
    const Json changes = Json::parse(text);
    for (const auto& [key, value] : changes.items()) {
        dataset[udata_name(key)] = value;
        if (key == "metadata_modified")
            dataset["last_update"] = value;
    }
}

void lengthen(Json& dataset, const Tamper& tamper) {
    if (tamper.extra_tags > 0) {
        Json tags = Json::array();
        for (std::uint64_t i = 0; i < tamper.extra_tags; ++i)
            tags.push_back("mot-" + std::to_string(i));
        dataset["tags"] = std::move(tags);
    }
    if (tamper.description_bytes > 0) {
        static constexpr std::string_view word = "données ";
        std::string text;
        while (text.size() + word.size() <= tamper.description_bytes)
            text += word;
        text.append(tamper.description_bytes - text.size(), '.');
        dataset["description"] = std::move(text);
    }
}

Json altered_dataset(std::string_view text, const Tamper& tamper, bool first) {
    Json dataset = Json::parse(text);
    if (!tamper.id_generation.empty()) {
        for (const char* key : {"id", "slug"})
            dataset[key] = generation_of(dataset.value(key, std::string()), tamper);
    }
    if (first) {
        lengthen(dataset, tamper);
        if (!tamper.record_patch.empty())
            patch(dataset, tamper.record_patch);
    }
    return dataset;
}

std::string altered_text(std::string_view text, const Tamper& tamper, bool first) {
    static constexpr std::string_view mark = "@octets@";
    Json dataset = altered_dataset(text, tamper, first);
    const bool raw = first && !tamper.raw_title_bytes.empty();
    if (raw)
        dataset["title"] = "Titre " + std::string(mark) + " abîmé";
    std::string result = dump_dataset(dataset);
    if (raw)
        result.replace(result.find(mark), mark.size(), tamper.raw_title_bytes);
    return result;
}

} // namespace

ScriptedResponse udata_failure(int status, std::string_view message) {
    return json_response(status, dump_dataset(Json({{"message", std::string(message)}})));
}

void add_datasets(
    Body& body,
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const Tamper& tamper
) {
    const Slice comma{Catalogue::separator, nullptr};
    for (std::size_t i = 0; i < ranks.size();) {
        if (i > 0)
            body.add(comma);
        if (!tamper.id_generation.empty() || (i == 0 && touches_first_dataset(tamper))) {
            const std::string_view text = catalogue.text(catalogue.records()[ranks[i]]);
            body.add(altered_text(text, tamper, i == 0));
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

std::string masked_datasets(
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const std::vector<std::string>& members,
    const Tamper& tamper
) {
    std::string result;
    for (const std::uint32_t rank : ranks) {
        const Json dataset = altered_dataset(
            catalogue.text(catalogue.records()[rank]),
            tamper,
            rank == ranks.front()
        );
        Json masked = Json::object();
        for (const std::string& member : members)
            masked[member] = dataset.contains(member) ? dataset[member] : Json();
        if (!result.empty())
            result += Catalogue::separator;
        result += dump_dataset(masked);
    }
    return result;
}

std::string linked_datasets(
    const Catalogue& catalogue,
    const std::vector<std::uint32_t>& ranks,
    const std::string& site,
    const Tamper& tamper
) {
    std::string result;
    for (const std::uint32_t rank : ranks) {
        Json dataset = altered_dataset(
            catalogue.text(catalogue.records()[rank]),
            tamper,
            rank == ranks.front()
        );
        const std::string id = dataset.value("id", std::string());
        const std::size_t total = dataset.contains("resources") ? dataset["resources"].size() : 0;
        dataset["resources"] = {
            {"rel", "subsection"},
            {"href", site + "/api/2/datasets/" + id + "/resources/?page=1&page_size=50"},
            {"type", "GET"},
            {"total", total}};
        if (!result.empty())
            result += Catalogue::separator;
        result += dump_dataset(dataset);
    }
    return result;
}

std::vector<std::string> mask_members(std::string_view mask) {
    std::vector<std::string> members;
    const std::size_t begin = mask.find("data{");
    if (begin == std::string_view::npos)
        return members;
    std::string_view inside = mask.substr(begin + 5);
    inside = inside.substr(0, inside.find('}'));
    while (!inside.empty()) {
        const std::size_t comma = std::min(inside.find(','), inside.size());
        members.emplace_back(inside.substr(0, comma));
        inside.remove_prefix(std::min(comma + 1, inside.size()));
    }
    return members;
}

} // namespace moisson::portals

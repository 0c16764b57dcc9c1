// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "catalogues.hpp"

#include "core/json_access.hpp"
#include "core/utf8.hpp"
#include "counter.hpp"
#include "csv.hpp"
#include "recorded_file.hpp"

#include <fstream>
#include <set>
#include <sstream>

namespace moisson::vocabulary_report {
namespace {

using normalise::Vocabularies;

bool is_frequency_field(std::string_view key) {
    static const std::set<std::string_view> keys = {
        "frequency",
        "update_frequency",
        "update_freq",
        "data_update_frequency",
        "accrual_periodicity",
        "accrualPeriodicity",
        "accrualperiodicity",
        "Periodicidade",
        "periodicity"};
    return keys.contains(key);
}

// One key and its string: counted when the kind of catalogue gives the key a meaning.
void count_member(Counter& counter, JsonKind kind, std::string_view key, std::string_view text) {
    if (is_frequency_field(key))
        return counter.frequency(text, key);
    if (key == "format")
        return counter.format(text);
    const bool licence =
        (kind == JsonKind::ckan &&
         (key == "license_id" || key == "license_title" || key == "license_url")) ||
        (kind == JsonKind::udata && key == "license") ||
        ((kind == JsonKind::datajson || kind == JsonKind::opendatasoft) && key == "license");
    if (licence)
        return counter.licence(text);
    if (key == "language")
        return counter.language(text);
    if ((kind == JsonKind::datajson || kind == JsonKind::opendatasoft) && key == "theme")
        return counter.theme(text);
    if (key == "accessLevel" || key == "access_rights" || key == "access_type")
        return counter.access_right(text);
}

void walk(Counter& counter, JsonKind kind, const json::Value& value) {
    if (value.is_array()) {
        for (const json::Value& item : value)
            walk(counter, kind, item);
        return;
    }
    if (!value.is_object())
        return;
    // CKAN extras: {"key": "frequency", "value": "annual"}.
    const std::string_view extra = json::text(value, "key");
    if (!extra.empty() && json::find(value, "value") != nullptr)
        count_member(counter, kind, extra, json::text(value, "value"));
    for (const auto& [key, member] : value.items()) {
        if (member.is_string())
            count_member(counter, kind, key, *member.get_ptr<const std::string*>());
        else if (member.is_array() && (key == "language" || key == "theme")) {
            for (const json::Value& item : member)
                if (item.is_string())
                    count_member(counter, kind, key, *item.get_ptr<const std::string*>());
        } else {
            walk(counter, kind, member);
        }
    }
}

bool is_json(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    return name.ends_with(".json") || name.ends_with(".json.gz");
}

bool is_json_lines(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    return name.ends_with(".jsonl") || name.ends_with(".jsonl.gz");
}

// The documents of a file; those that are malformed, some on purpose, count for nothing.
void count_documents(Counter& counter, JsonKind kind, const std::filesystem::path& path) {
    const auto count = [&counter, kind](std::string_view document) {
        if (const auto parsed = json::parse(document); parsed.has_value())
            walk(counter, kind, *parsed);
    };
    const std::string text = repair_utf8(read_any(path)).text;
    if (!is_json_lines(path))
        return count(text);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        count(line);
}

} // namespace

Tallies count_datagouvfr(const std::filesystem::path& file, const Vocabularies& vocabularies) {
    Tallies tallies;
    Counter counter(tallies, vocabularies);
    std::map<std::string, std::size_t> columns;
    read_csv_gz(file, [&](const std::vector<std::string>& fields) {
        if (columns.empty()) {
            for (std::size_t i = 0; i < fields.size(); ++i)
                columns[fields[i]] = i;
            return;
        }
        const auto field = [&](const char* name) -> std::string_view {
            const std::size_t at = columns.at(name);
            return at < fields.size() ? std::string_view(fields[at]) : std::string_view{};
        };
        counter.frequency(field("frequency"));
        counter.licence(field("license"));
        std::string_view formats = field("resources_formats");
        while (!formats.empty()) {
            const auto end = std::min(formats.find(','), formats.size());
            counter.format(formats.substr(0, end));
            formats.remove_prefix(std::min(end + 1, formats.size()));
        }
        ++tallies["dataset"].mapped;
        std::vector<std::string_view> tags;
        for (std::string_view rest = field("tags"); !rest.empty();) {
            const auto end = std::min(rest.find(','), rest.size());
            tags.push_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        const auto themes = vocabularies.themes_of_tags(tags);
        auto& inferred = tallies["theme (déduit)"];
        ++(themes.empty() ? inferred.unmapped : inferred.mapped);
    });
    return tallies;
}

Tallies
count_json(const std::filesystem::path& folder, JsonKind kind, const Vocabularies& vocabularies) {
    Tallies tallies;
    Counter counter(tallies, vocabularies);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && (is_json(entry.path()) || is_json_lines(entry.path())))
            count_documents(counter, kind, entry.path());
    }
    return tallies;
}

} // namespace moisson::vocabulary_report

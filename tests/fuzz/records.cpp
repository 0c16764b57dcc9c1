// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz/records.hpp"

#include "core/digest.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace moisson::fuzz {
namespace {

normalise::NormaliseContext context() {
    normalise::NormaliseContext context;
    context.vocabularies = vocabularies();
    context.portal_key = "essai";
    context.id_scheme = "essai";
    context.base_url = "https://portail.exemple/";
    context.countries = {"SN"};
    context.timezone = "Africa/Dakar";
    context.now = now;
    return context;
}

} // namespace

std::shared_ptr<const normalise::Vocabularies> vocabularies() {
    static const auto loaded = [] {
        std::map<std::string, std::string, std::less<>> files;
        const std::filesystem::path folder =
            std::filesystem::path(MOISSON_SOURCE_DIR) / "config/vocabularies";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            std::ifstream stream(entry.path(), std::ios::binary);
            files[entry.path().filename().string()] =
                std::string(std::istreambuf_iterator<char>(stream), {});
        }
        return normalise::Vocabularies::load(files).value();
    }();
    return loaded;
}

std::optional<std::string> json_body(std::string_view input) {
    std::string body(input);
    std::vector<Issue> issues;
    if (kit::prepare_json_body(body, "https://portail.exemple/api", issues).has_error())
        return std::nullopt;
    require_clean(body, "a prepared body");
    check_issues(issues);
    return body;
}

// Escapes in canonical bytes must not bring back what the door of core/utf8.hpp kept out.
static void require_clean_texts(const json::Value& value) {
    if (value.is_string())
        require_clean(value.get_ref<const std::string&>(), "a text of a record");
    if (value.is_structured())
        for (const auto& [key, inner] : value.items()) {
            require_clean(key, "a key of a record");
            require_clean_texts(inner);
        }
}

void check_issues(const std::vector<Issue>& issues) {
    for (const Issue& issue : issues) {
        require_clean(issue.detail, "the detail of an issue");
        require_clean(issue.excerpt, "the excerpt of an issue");
        require(issue.excerpt.size() <= limits::excerpt_bytes, "an excerpt is short");
    }
}

void check_record(const kit::WireRecord& record, const MapRecord& map) {
    require(!record.remote_id.empty(), "a record has an id");
    require_clean(record.remote_id, "an id");
    require_clean(record.alias, "an alias");
    require_clean(record.stamp, "a stamp");
    require_clean(record.canonical, "canonical bytes");
    require(record.digest == sha256(record.canonical), "the digest is that of the canonical bytes");
    const Result<json::Value> value = json::parse(record.canonical);
    require(value.has_value(), "canonical bytes are JSON");
    require_clean_texts(*value);
    std::vector<Issue> issues;
    const Result<RawRecord> raw = map(record.canonical, issues);
    check_issues(issues);
    std::vector<Issue> again;
    const Result<RawRecord> twice = map(record.canonical, again);
    require(raw.has_value() == twice.has_value() && issues == again, "mapping says the same twice");
    if (raw.has_error())
        return;
    require(*raw == *twice, "mapping makes the same record twice");
    static const normalise::NormaliseContext with = context();
    const normalise::Normalised made = normalise::normalise(*raw, with);
    check_issues(made.issues);
    require(made.issues.size() <= limits::issues_per_record, "issues of a record are few");
    for (const LangText& title : made.dataset.title)
        require_clean(title.text, "a title");
    require(made.dataset.distributions.size() <= limits::distributions, "distributions are few");
    require(made.dataset.keywords.size() <= limits::keywords, "keywords are few");
}

void check_records(const std::vector<kit::WireRecord>& records, const MapRecord& map) {
    for (const kit::WireRecord& record : records)
        check_record(record, map);
}

} // namespace moisson::fuzz

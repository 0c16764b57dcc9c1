// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "json/mapping.hpp"

#include "core/limits.hpp"

#include <algorithm>

namespace moisson::paths {
namespace {

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

// The values of one item under the names of the description, constants where the item is silent.
class Fields {
public:
    Fields(const Value& item, const Expressions& expressions, const JsonDescription& words)
        : item_(item), expressions_(expressions), words_(words) {}

    std::vector<std::string> list(std::string_view name) const {
        const auto found = expressions_.find(name);
        std::vector<std::string> texts;
        if (found != expressions_.end())
            texts = found->second.texts(item_);
        if (const std::string* constant = constant_of(name); texts.empty() && constant != nullptr)
            texts.push_back(*constant);
        return texts;
    }
    std::string text(std::string_view name) const {
        std::vector<std::string> texts = list(name);
        return texts.empty() ? std::string{} : std::move(texts.front());
    }
    std::vector<std::string> raw(std::string_view name) const {
        const auto found = expressions_.find(name);
        std::vector<std::string> texts;
        if (found != expressions_.end())
            texts = found->second.raw_texts(item_);
        return texts.empty() ? list(name) : texts;
    }
    // `name` and its variants by language ("title@fr").
    LocalizedText localized(std::string_view name) const {
        LocalizedText texts;
        const std::string prefix = std::string(name) + "@";
        for (auto it = expressions_.lower_bound(prefix);
             it != expressions_.end() && it->first.starts_with(prefix);
             ++it) {
            LangText entry;
            entry.lang = it->first.substr(prefix.size());
            entry.text = it->second.text(item_);
            if (!entry.text.empty())
                texts.push_back(std::move(entry));
        }
        if (const auto found = expressions_.find(name); found != expressions_.end()) {
            for (LangText& entry : found->second.localized(item_))
                texts.push_back(std::move(entry));
        }
        if (const std::string* constant = constant_of(name); texts.empty() && constant != nullptr) {
            LangText entry;
            entry.text = *constant;
            texts.push_back(std::move(entry));
        }
        return texts;
    }

private:
    const std::string* constant_of(std::string_view name) const {
        const auto found = words_.constants.find(std::string(name));
        return found == words_.constants.end() ? nullptr : &found->second;
    }

    const Value& item_;
    const Expressions& expressions_;
    const JsonDescription& words_;
};

// One text that packs several words.
std::vector<std::string> unpacked(std::vector<std::string> words) {
    if (words.size() != 1)
        return words;
    const std::string packed = std::move(words.front());
    const std::string_view separators =
        packed.find_first_of(";|") != std::string::npos ? ";|" : ",";
    words.clear();
    std::string_view rest = packed;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(separators), rest.size());
        std::string_view word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t begin = word.find_first_not_of(" \t\r\n");
        if (begin == std::string_view::npos)
            continue;
        word = word.substr(begin, word.find_last_not_of(" \t\r\n") - begin + 1);
        words.emplace_back(word);
    }
    return words;
}

void map_agents(const Fields& fields, RawRecord& record) {
    record.publisher.name = fields.localized("publisher");
    record.publisher.remote_id = fields.text("publisher_id");
    record.publisher.email = fields.text("publisher_email");
    record.publisher.url = fields.text("publisher_url");
    RawContact contact;
    contact.name = fields.text("contact_name");
    contact.email = fields.text("contact_email");
    contact.url = fields.text("contact_url");
    contact.role = "pointOfContact";
    if (!contact.name.empty() || !contact.email.empty() || !contact.url.empty())
        record.contacts.push_back(std::move(contact));
}

void map_coverage(const Fields& fields, RawRecord& record) {
    RawPeriod period;
    period.start = fields.text("temporal_start");
    period.end = fields.text("temporal_end");
    if (period.start.empty() && period.end.empty())
        period.literal = fields.text("temporal");
    if (!period.start.empty() || !period.end.empty() || !period.literal.empty())
        record.temporal.push_back(std::move(period));
    for (std::string& text : fields.raw("spatial")) {
        RawLocation location;
        const bool numeric = std::count(text.begin(), text.end(), ',') == 3 &&
                             text.find_first_not_of("0123456789.,-+eE ") == std::string::npos;
        if (text.starts_with('{') || text.starts_with("POLYGON") || numeric)
            location.geometry = std::move(text);
        else if (is_web_address(text))
            location.uri = std::move(text);
        else
            location.label = std::move(text);
        if (location.geometry.size() <= limits::spatial_bytes)
            record.spatial.push_back(std::move(location));
    }
    record.country_hints = fields.list("country");
}

void map_licence(const Fields& fields, RawRecord& record) {
    RawLicence licence;
    licence.title = fields.text("licence");
    licence.url = fields.text("licence_url");
    if (licence.url.empty() && is_web_address(licence.title))
        std::swap(licence.url, licence.title);
    if (!licence.empty())
        record.licences.push_back(std::move(licence));
}

RawDistribution map_distribution(const Value& value, const Description& description) {
    const JsonDescription no_constants;
    const Fields fields(value, description.distribution, no_constants);
    RawDistribution distribution;
    distribution.remote_id = fields.text("id");
    distribution.title = fields.localized("title");
    distribution.description = fields.localized("description");
    distribution.download_url = fields.text("url");
    distribution.access_url = fields.text("access_url");
    distribution.format = fields.text("format");
    distribution.media_type = fields.text("media_type");
    distribution.size = fields.text("size");
    distribution.checksum = fields.text("checksum");
    distribution.issued = fields.text("issued");
    distribution.modified = fields.text("modified");
    distribution.kind = fields.text("kind");
    distribution.languages = fields.list("languages");
    distribution.licence.title = fields.text("licence");
    return distribution;
}

// Cuts a list of words; how many were too many.
std::size_t bound(std::vector<std::string>& words) {
    const std::size_t kept = std::min(words.size(), limits::keywords);
    const std::size_t left_out = words.size() - kept;
    words.resize(kept);
    return left_out;
}

void add_issue(Issue issue, const RawRecord& record, std::vector<Issue>& issues) {
    issue.remote_id = record.remote_id;
    issues.push_back(std::move(issue));
}

void map_distributions(
    const Value& item,
    const Description& description,
    RawRecord& record,
    std::vector<Issue>& issues
) {
    if (description.distribution.empty())
        return;
    std::size_t left_out = 0;
    const auto add = [&](const Value& value) {
        RawDistribution distribution = map_distribution(value, description);
        if (distribution.download_url.empty() && distribution.access_url.empty() &&
            distribution.title.empty())
            return;
        if (record.distributions.size() < limits::distributions)
            record.distributions.push_back(std::move(distribution));
        else
            ++left_out;
    };
    // Without a list of files, the item itself is its only one.
    const std::vector<const Value*> found = description.distributions
                                                ? description.distributions->find(item)
                                                : std::vector<const Value*>{&item};
    for (const Value* value : found) {
        if (!value->is_array()) {
            add(*value);
            continue;
        }
        for (const Value& inner : *value)
            add(inner);
    }
    if (left_out > 0)
        add_issue(
            Issue(Code::limit_reached, Stage::map, std::to_string(left_out) + " files left out"),
            record,
            issues
        );
}

void map_words(const Fields& fields, RawRecord& record, std::vector<Issue>& issues) {
    record.title = fields.localized("title");
    record.description = fields.localized("description");
    std::vector<std::string> words = unpacked(fields.list("keywords"));
    if (const std::size_t left_out = bound(words); left_out > 0)
        add_issue(
            Issue(Code::limit_reached, Stage::map, std::to_string(left_out) + " keywords left out"),
            record,
            issues
        );
    for (std::string& word : words) {
        LangText keyword;
        keyword.text = std::move(word);
        record.keywords.push_back(std::move(keyword));
    }
    record.themes = unpacked(fields.list("themes"));
    if (const std::size_t left_out = bound(record.themes); left_out > 0)
        add_issue(
            Issue(Code::limit_reached, Stage::map, std::to_string(left_out) + " themes left out"),
            record,
            issues
        );
}

} // namespace

Result<RawRecord>
map_item(std::string_view canonical, const Description& description, std::vector<Issue>& issues) {
    const Result<Value> item = json::parse(canonical);
    if (item.has_error())
        return item.error();
    if (!item->is_object())
        return Error(Code::bad_shape, "an item that is no object");
    const Fields fields(*item, description.fields, description.words);
    RawRecord record;
    record.remote_id = description.id.text(*item);
    record.type = "dataset";
    record.uri = fields.text("uri");
    record.identifiers = fields.list("identifiers");
    record.remote_url = fields.text("page");
    record.landing_page = fields.text("landing_page");
    map_words(fields, record, issues);
    map_agents(fields, record);
    map_licence(fields, record);
    map_coverage(fields, record);
    record.access_rights = fields.text("access_rights");
    record.languages = fields.list("languages");
    record.frequency = fields.text("frequency");
    record.frequency_field = record.frequency.empty() ? "" : "frequency";
    record.issued = fields.text("issued");
    record.modified = fields.text("modified");
    record.record_created = fields.text("created");
    record.record_modified = fields.text("record_modified");
    record.conforms_to = fields.list("conforms_to");
    record.provenance_statement = fields.text("provenance");
    record.version = fields.text("version");
    map_distributions(*item, description, record, issues);
    return record;
}

} // namespace moisson::paths

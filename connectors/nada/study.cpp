// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DDI fields of a study, and the columns of the search where there is no DDI.
#include "nada/mapping.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::nada {
namespace {

void add_text(LocalizedText& texts, std::string text) {
    if (!text.empty() && texts.empty())
        texts.push_back(LangText{{}, std::move(text), false});
}

// "Santé, population; emploi" -> each: one DDI keyword often holds several.
void add_separated(std::string_view text, std::vector<LangText>& keywords) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(",;|\n"), text.size());
        const std::string_view word = text::trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool known = std::any_of(keywords.begin(), keywords.end(), [&](const auto& other) {
            return other.text == word;
        });
        if (!word.empty() && !known)
            keywords.push_back(LangText{{}, std::string(word), false});
    }
}

// The member, or the member of `study_info` in DDI.
const Value* info(const Value& description, std::string_view key) {
    const Value* nested = json::find_path(description, {"study_info", key});
    return nested != nullptr ? nested : json::find(description, key);
}

// A name in an object or a plain text.
std::string name_of(const Value& item) {
    if (!item.is_object())
        return std::string(text::trim(json::scalar(item)));
    return first_text(item, {"name", "title", "label"});
}

void map_keywords(const Value& study, const Value* description, RawRecord& record) {
    if (description != nullptr) {
        for (const Value* item : items_of(info(*description, "keywords")))
            add_separated(
                item->is_object() ? first_text(*item, {"keyword", "name"}) : json::scalar(*item),
                record.keywords
            );
        for (const Value* item : items_of(info(*description, "topics"))) {
            std::string topic = item->is_object() ? first_text(*item, {"topic", "name", "id"})
                                                  : json::scalar(*item);
            const bool known =
                std::find(record.themes.begin(), record.themes.end(), topic) != record.themes.end();
            if (!topic.empty() && !known)
                record.themes.push_back(std::move(topic));
        }
    }
    const Value* metadata = json::find(study, "metadata");
    const Value* tags = metadata != nullptr ? json::find(*metadata, "tags") : nullptr;
    for (const Value* item : items_of(tags != nullptr ? tags : json::find(study, "tags")))
        add_separated(
            item->is_object() ? first_text(*item, {"tag"}) : json::scalar(*item),
            record.keywords
        );
}

void add_contact(const Value& item, std::string_view role, RawRecord& record) {
    RawContact contact;
    contact.name = name_of(item);
    const std::string affiliation = first_text(item, {"affiliation"});
    if (contact.name.empty())
        contact.name = affiliation;
    contact.email = first_text(item, {"email"});
    contact.url = first_text(item, {"uri", "url"});
    contact.role = role;
    if (contact.email.empty() && contact.url.find('@') != std::string::npos)
        std::swap(contact.email, contact.url);
    const bool says_something =
        !contact.name.empty() || !contact.email.empty() || !contact.url.empty();
    const bool known =
        std::any_of(record.contacts.begin(), record.contacts.end(), [&](const RawContact& other) {
            return other.name == contact.name && other.email == contact.email;
        });
    if (says_something && !known)
        record.contacts.push_back(std::move(contact));
}

RawAgent agent_of(std::string name) {
    RawAgent agent;
    add_text(agent.name, std::move(name));
    return agent;
}

void add_period(std::string start, std::string end, RawRecord& record) {
    // Columns of numbers say 0 where nothing is known.
    for (std::string* year : {&start, &end})
        if (*year == "0" || *year == "0000")
            year->clear();
    RawPeriod period;
    period.start = std::move(start);
    period.end = std::move(end);
    if (period == RawPeriod())
        return;
    const auto& all = record.temporal;
    if (std::find(all.begin(), all.end(), period) == all.end())
        record.temporal.push_back(std::move(period));
}

void map_periods(const Value& study, const Value* description, RawRecord& record) {
    if (description != nullptr) {
        for (const std::string_view key : {"time_periods", "coll_dates"}) {
            for (const Value* item : items_of(info(*description, key)))
                add_period(
                    first_text(*item, {"start", "from"}),
                    first_text(*item, {"end", "to"}),
                    record
                );
            if (!record.temporal.empty())
                return;
        }
    }
    add_period(
        first_text(study, {"year_start", "data_coll_start", "year"}),
        first_text(study, {"year_end", "data_coll_end", "year"}),
        record
    );
}

void add_nation(std::string name, RawRecord& record) {
    const auto& all = record.country_hints;
    if (!name.empty() && std::find(all.begin(), all.end(), name) == all.end())
        record.country_hints.push_back(std::move(name));
}

void map_places(const Value& study, const Value* description, RawRecord& record) {
    if (description != nullptr) {
        for (const std::string_view key : {"nation", "ref_country", "geographic_units"})
            for (const Value* item : items_of(info(*description, key)))
                add_nation(name_of(*item), record);
        for (const Value* item : items_of(info(*description, "bbox"))) {
            const std::string west = first_text(*item, {"west"});
            const std::string south = first_text(*item, {"south"});
            const std::string east = first_text(*item, {"east"});
            const std::string north = first_text(*item, {"north"});
            if (west.empty() || south.empty() || east.empty() || north.empty())
                continue;
            RawLocation location;
            location.geometry = west + "," + south + "," + east + "," + north;
            record.spatial.push_back(std::move(location));
        }
        if (const Value* coverage = info(*description, "geog_coverage"); coverage != nullptr) {
            RawLocation location;
            location.label = text::trim(json::scalar(*coverage));
            if (!location.label.empty())
                record.spatial.push_back(std::move(location));
        }
    }
    if (record.country_hints.empty())
        for (const Value* item : items_of(json::find(study, "nation")))
            add_nation(name_of(*item), record);
}

} // namespace

void map_description(const Value& study, RawRecord& record) {
    const Value* description = description_of(study);
    if (description != nullptr) {
        if (const Value* titles = json::find(*description, "title_statement"))
            add_text(record.title, first_text(*titles, {"title"}));
        add_text(record.title, first_text(*description, {"name", "title"}));
    }
    add_text(record.title, first_text(study, {"title", "titl"}));
    if (description != nullptr) {
        for (const std::string_view key :
             {"abstract", "definition_long", "definition_short", "description"}) {
            const Value* text = info(*description, key);
            if (text != nullptr)
                add_text(record.description, std::string(text::trim(json::scalar(*text))));
        }
        if (const Value* version = json::find(*description, "version_statement"))
            record.version = first_text(*version, {"version"});
        if (const Value* made = json::find(*description, "production_statement"))
            record.issued = first_text(*made, {"prod_date"});
        if (const Value* given = json::find(*description, "distribution_statement");
            given != nullptr && record.issued.empty())
            record.issued = first_text(*given, {"distribution_date"});
        const Value* repeated =
            json::find_path(*description, {"method", "data_collection", "frequency"});
        record.frequency = repeated != nullptr ? json::scalar(*repeated)
                                               : first_text(*description, {"periodicity"});
        if (!record.frequency.empty())
            record.frequency_field = repeated != nullptr ? "frequency" : "periodicity";
    }
    add_text(record.description, first_text(study, {"abstract", "subtitle"}));
    map_keywords(study, description, record);
}

void map_agents(const Value& study, RawRecord& record) {
    const Value* description = description_of(study);
    std::vector<std::string> authors;
    if (description != nullptr)
        for (const Value* item : items_of(json::find(*description, "authoring_entity")))
            if (std::string name = name_of(*item); !name.empty())
                authors.push_back(std::move(name));
    if (authors.empty())
        if (std::string name = first_text(study, {"authoring_entity", "authenty"}); !name.empty())
            authors.push_back(std::move(name));
    if (!authors.empty())
        record.publisher = agent_of(authors.front());
    for (std::size_t i = 1; i < authors.size(); ++i) {
        RawContact contact;
        contact.name = authors[i];
        contact.role = "author";
        record.contacts.push_back(std::move(contact));
    }
    if (description == nullptr)
        return;
    const Value* producers = json::find_path(*description, {"production_statement", "producers"});
    for (const Value* item : items_of(producers)) {
        const std::string name = name_of(*item);
        if (name.empty() || (!authors.empty() && name == authors.front()))
            continue;
        record.creator = agent_of(name);
        break;
    }
    const Value* distribution =
        json::find_path(*description, {"distribution_statement", "contact"});
    for (const Value* item : items_of(distribution))
        add_contact(*item, "pointOfContact", record);
    const Value* access = json::find_path(*description, {"data_access", "dataset_use", "contact"});
    for (const Value* item : items_of(access))
        add_contact(*item, "access", record);
}

void map_coverage(const Value& study, RawRecord& record) {
    const Value* description = description_of(study);
    map_periods(study, description, record);
    map_places(study, description, record);
}

} // namespace moisson::nada

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/dataset_diff.hpp"

#include "model/diff_collector.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace moisson {
namespace {

// Portals touch it without end.
constexpr std::string_view touched = "record_modified";
// One ends by itself when the source says the same: then nothing that is shown has changed.
constexpr std::string_view corrected = "corrections";

using Texts = DiffCollector::Texts;

std::string shown(const std::optional<PartialDate>& date) {
    return date ? to_string(*date) : std::string();
}

std::string shown(const Coded& value) {
    return value.code.empty() ? value.raw : value.code;
}

std::string shown(const std::optional<Licence>& licence) {
    if (!licence)
        return {};
    for (const std::string* text : {&licence->code, &licence->title, &licence->url})
        if (!text->empty())
            return *text;
    return licence->raw;
}

std::string shown(const PeriodOfTime& period) {
    return shown(period.start) + "/" + shown(period.end);
}

std::string shown(const Location& place) {
    if (!place.label.empty())
        return place.label;
    if (!place.uri.empty() || !place.bbox)
        return place.uri;
    std::string box;
    for (const double side :
         {place.bbox->west, place.bbox->south, place.bbox->east, place.bbox->north})
        box += (box.empty() ? "" : " ") + std::to_string(side);
    return box;
}

std::string shown(const Agent& agent) {
    const std::string_view name = best_text(agent.name, "fr");
    return std::string(name.empty() ? agent.key : name);
}

// The address of a person stays out of it, also where it stands for the name.
std::string shown(const ContactPoint& contact) {
    const bool is_name = !contact.name.empty() && contact.name.find('@') == std::string::npos;
    return is_name ? contact.name : contact.role;
}

std::string shown(const LangText& text) {
    return text.text;
}

std::string shown(const std::string& text) {
    return text;
}

template <class Range>
Texts all(const Range& values) {
    Texts out;
    for (const auto& value : values)
        if (std::string text = shown(value); !text.empty())
            out.insert(std::move(text));
    return out;
}

// The text of each language; a human one wins.
std::map<std::string, std::string> by_language(const LocalizedText& texts) {
    std::map<std::string, std::string> out;
    for (const bool machine : {true, false})
        for (const LangText& text : texts)
            if (text.machine_translated == machine && !text.text.empty())
                out.insert_or_assign(text.lang, text.text);
    return out;
}

void compare_texts(
    DiffCollector& out,
    std::string_view field,
    const LocalizedText& before,
    const LocalizedText& after
) {
    if (before == after)
        return;
    const auto old_texts = by_language(before);
    auto new_texts = by_language(after);
    for (const auto& [lang, text] : old_texts) {
        const auto found = new_texts.find(lang);
        out.value(field, text, found == new_texts.end() ? std::string() : found->second, lang);
        if (found != new_texts.end())
            new_texts.erase(found);
    }
    for (const auto& [lang, text] : new_texts)
        out.value(field, {}, text, lang);
}

// By key: the name of an agent is a fact of its own, which every dataset of it shares.
void compare_agents(
    DiffCollector& out,
    std::string_view field,
    const Agent& before,
    const Agent& after
) {
    if (before.key != after.key)
        out.value(field, shown(before), shown(after));
}

void compare_contacts(
    DiffCollector& out,
    const std::vector<ContactPoint>& before,
    const std::vector<ContactPoint>& after
) {
    const Texts old_names = all(before);
    const Texts new_names = all(after);
    if (old_names != new_names)
        out.members("contacts", old_names, new_names);
    else if (!std::is_permutation(before.begin(), before.end(), after.begin(), after.end()))
        out.unsaid("contacts");
}

// What was corrected is told with the reason that was given, before what it changed.
void compare_corrections(
    DiffCollector& out,
    const std::vector<AppliedCorrection>& before,
    const std::vector<AppliedCorrection>& after
) {
    const auto twin = [](const std::vector<AppliedCorrection>& all, const AppliedCorrection& one) {
        return std::find_if(all.begin(), all.end(), [&one](const AppliedCorrection& other) {
            return other.field == one.field && other.value == one.value;
        });
    };
    for (const AppliedCorrection& old_one : before) {
        const auto kept = twin(after, old_one);
        const std::string reason = kept == after.end() ? std::string() : kept->reason;
        out.value(corrected, old_one.reason, reason, old_one.field);
    }
    for (const AppliedCorrection& new_one : after)
        if (twin(before, new_one) == before.end())
            out.value(corrected, {}, new_one.reason, new_one.field);
}

std::string size_text(const std::optional<std::int64_t>& bytes) {
    return bytes ? std::to_string(*bytes) : std::string();
}

const std::string& address(const Distribution& distribution) {
    return distribution.url.empty() ? distribution.raw_url : distribution.url;
}

std::string name_of(const Distribution& distribution) {
    const std::string_view title = best_text(distribution.title, "fr");
    return title.empty() ? address(distribution) : std::string(title);
}

// Never empty: one that came or went has to be told.
std::string address_or_id(const Distribution& distribution) {
    return address(distribution).empty() ? to_string(distribution.id) : address(distribution);
}

void compare_distribution(
    DiffCollector& out,
    const Distribution& before,
    const Distribution& after
) {
    const std::string name = name_of(after);
    const auto value = [&](std::string_view field, const std::string& one, const std::string& other
                       ) { out.value(field, one, other, name); };
    value(
        "distributions.title",
        std::string(best_text(before.title, "fr")),
        std::string(best_text(after.title, "fr"))
    );
    value(
        "distributions.description",
        std::string(best_text(before.description, "fr")),
        std::string(best_text(after.description, "fr"))
    );
    value("distributions.url", address(before), address(after));
    value("distributions.format", shown(before.format), shown(after.format));
    value("distributions.media_type", before.media_type, after.media_type);
    value("distributions.byte_size", size_text(before.byte_size), size_text(after.byte_size));
    value("distributions.checksum", before.checksum, after.checksum);
    value("distributions.issued", shown(before.issued), shown(after.issued));
    value("distributions.modified", shown(before.modified), shown(after.modified));
    value("distributions.licence", shown(before.licence), shown(after.licence));
}

using Pointers = std::vector<const Distribution*>;

Pointers pointers(const std::vector<Distribution>& all) {
    Pointers out;
    for (const Distribution& one : all)
        out.push_back(&one);
    return out;
}

// Takes from both lists what has the same key, in order; an empty key is none.
template <class KeyOf>
std::vector<std::pair<const Distribution*, const Distribution*>>
match(Pointers& before, Pointers& after, KeyOf key_of) {
    std::unordered_map<std::string, std::vector<const Distribution*>> known;
    for (auto it = before.rbegin(); it != before.rend(); ++it)
        known[key_of(**it)].push_back(*it);
    std::vector<std::pair<const Distribution*, const Distribution*>> pairs;
    std::set<const Distribution*> taken;
    std::erase_if(after, [&](const Distribution* one) {
        const std::string key = key_of(*one);
        const auto found = known.find(key);
        if (key.empty() || found == known.end() || found->second.empty())
            return false;
        pairs.emplace_back(found->second.back(), one);
        taken.insert(found->second.back());
        found->second.pop_back();
        return true;
    });
    std::erase_if(before, [&](const Distribution* one) { return taken.contains(one); });
    return pairs;
}

void compare_distributions(
    DiffCollector& out,
    const std::vector<Distribution>& before,
    const std::vector<Distribution>& after
) {
    if (before == after)
        return;
    Pointers old_ones = pointers(before);
    Pointers new_ones = pointers(after);
    auto pairs =
        match(old_ones, new_ones, [](const Distribution& one) { return to_string(one.id); });
    const auto by_address = match(old_ones, new_ones, address);
    pairs.insert(pairs.end(), by_address.begin(), by_address.end());
    for (const Distribution* gone : old_ones)
        out.value("distributions", address_or_id(*gone), {}, name_of(*gone));
    for (const Distribution* come : new_ones)
        out.value("distributions", {}, address_or_id(*come), name_of(*come));
    for (const auto& [old_one, new_one] : pairs)
        compare_distribution(out, *old_one, *new_one);
}

} // namespace

DatasetDiff diff(const Dataset& before, const Dataset& after) {
    DiffCollector out;
    compare_corrections(out, before.corrections, after.corrections);
    compare_texts(out, "title", before.title, after.title);
    compare_texts(out, "description", before.description, after.description);
    compare_agents(out, "publisher", before.publisher, after.publisher);
    compare_agents(
        out,
        "creator",
        before.creator.value_or(Agent{}),
        after.creator.value_or(Agent{})
    );
    compare_contacts(out, before.contacts, after.contacts);
    out.value("licence", shown(before.licence), shown(after.licence));
    out.value("access_rights", shown(before.access_rights), shown(after.access_rights));
    out.value("accrual_periodicity", shown(before.frequency), shown(after.frequency));
    out.value("issued", shown(before.issued), shown(after.issued));
    out.value("modified", shown(before.modified), shown(after.modified));
    out.value("record_created", shown(before.record_created), shown(after.record_created));
    out.value(touched, shown(before.record_modified), shown(after.record_modified));
    out.members("themes", all(before.themes), all(after.themes));
    out.members("keywords", all(before.keywords), all(after.keywords));
    out.members("languages", all(before.languages), all(after.languages));
    out.members("countries", all(before.countries), all(after.countries));
    out.members("spatial", all(before.spatial), all(after.spatial));
    out.members("temporal", all(before.temporal), all(after.temporal));
    out.members("identifiers", all(before.identifiers), all(after.identifiers));
    out.members("conforms_to", all(before.conforms_to), all(after.conforms_to));
    out.value("type", std::string(type_of(before)), std::string(type_of(after)));
    out.value("uri", before.uri, after.uri);
    out.value("landing_page", before.landing_page, after.landing_page);
    out.value("remote_url", before.remote_url, after.remote_url);
    out.value("provenance", before.provenance_statement, after.provenance_statement);
    out.value("version", before.version, after.version);
    out.value("origin.portal", before.origin_portal, after.origin_portal);
    out.value("origin.url", before.origin_url, after.origin_url);
    out.value("origin.id", before.origin_id, after.origin_id);
    compare_distributions(out, before.distributions, after.distributions);
    return std::move(out).finish({touched, corrected});
}

} // namespace moisson

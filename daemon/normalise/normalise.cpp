// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/normalise.hpp"

#include "core/ascii.hpp"
#include "core/assert.hpp"
#include "normalise/parts.hpp"
#include "normalise/urls.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

constexpr std::size_t list_max = 50;

std::vector<std::string> strings_of(const std::vector<std::string>& raw) {
    std::vector<std::string> values;
    for (const std::string& text : raw) {
        const std::string_view value = utf8_prefix(text::trim(text), limits::short_text_bytes);
        if (!value.empty() && values.size() < list_max &&
            std::find(values.begin(), values.end(), value) == values.end())
            values.emplace_back(value);
    }
    return values;
}

void fill_identity(Work& work, Dataset& dataset) {
    const RawRecord& raw = work.record;
    dataset.remote_id = raw.remote_id;
    dataset.aliases = strings_of(raw.aliases);
    dataset.uri = std::string(utf8_prefix(text::trim(raw.uri), limits::short_text_bytes));
    dataset.identifiers = strings_of(raw.identifiers);
    dataset.remote_url = url_of(work, raw.remote_url, "remote_url");
    dataset.landing_page = url_of(work, raw.landing_page, "landing_page");
    dataset.is_series = ascii_lowered(text::trim(raw.type)) == "series";
    dataset.origin_portal =
        line_of(work, raw.origin.origin_portal, "origin", limits::short_text_bytes);
    dataset.origin_url = read_url(raw.origin.origin_url, {}).url;
    dataset.origin_id =
        std::string(utf8_prefix(text::trim(raw.origin.origin_id), limits::short_text_bytes));
}

void fill_texts(Work& work, Dataset& dataset) {
    const RawRecord& raw = work.record;
    dataset.title = lines_of(work, raw.title, "title", limits::title_bytes);
    if (dataset.title.empty()) {
        work.report.add(Code::missing_title, raw.remote_id);
        // A page needs a name: the source's own short one.
        const std::string& name = raw.aliases.empty() ? raw.remote_id : raw.aliases.front();
        std::string line = line_of(work, name, "title", limits::title_bytes);
        if (!line.empty())
            dataset.title.push_back({{}, std::move(line), false});
    }
    dataset.description = blocks_of(work, raw.description, "description");
    dataset.keywords = keywords_of(work);
    dataset.provenance_statement =
        line_of(work, raw.provenance_statement, "provenance", limits::short_text_bytes);
    dataset.version = line_of(work, raw.version, "version", limits::keyword_bytes);
    dataset.conforms_to = strings_of(raw.conforms_to);
}

void fill_agents(Work& work, Dataset& dataset) {
    dataset.publisher = agent_of(work, work.record.publisher);
    if (dataset.publisher.empty() && !work.context.default_publisher.empty()) {
        RawAgent fallback;
        fallback.name.push_back({{}, work.context.default_publisher, false});
        dataset.publisher = agent_of(work, fallback);
    }
    if (work.record.creator) {
        Agent creator = agent_of(work, *work.record.creator);
        if (!creator.empty())
            dataset.creator = std::move(creator);
    }
    dataset.contacts = contacts_of(work);
}

void fill_themes(Work& work, Dataset& dataset) {
    for (const std::string& raw : work.record.themes) {
        const Resolutions found = work.words.themes(raw);
        if (found.match == Match::no_value)
            continue;
        if (dataset.raw_themes.size() < list_max)
            dataset.raw_themes.emplace_back(utf8_prefix(text::trim(raw), limits::short_text_bytes));
        if (found.match == Match::unresolved)
            work.report.add(Code::unmapped_theme, raw);
        for (const std::string& code : found.codes)
            if (std::find(dataset.themes.begin(), dataset.themes.end(), code) ==
                dataset.themes.end())
                dataset.themes.push_back(code);
    }
    if (!dataset.themes.empty() || dataset.keywords.empty())
        return;
    std::vector<std::string_view> tags;
    tags.reserve(dataset.keywords.size());
    for (const LangText& keyword : dataset.keywords)
        tags.push_back(keyword.text);
    dataset.themes = work.vocabularies.themes_of_tags(tags);
    dataset.themes_inferred = !dataset.themes.empty();
}

void fill_frequency(Work& work, Dataset& dataset) {
    const RawRecord& raw = work.record;
    Resolution found = work.words.frequency(raw.frequency, raw.frequency_field);
    if (found.match == Match::unresolved)
        work.report.add(Code::unmapped_frequency, raw.frequency);
    dataset.frequency.raw = line_of(work, raw.frequency, "frequency", limits::short_text_bytes);
    if (found.match == Match::no_value && !work.context.default_frequency.empty())
        found = work.vocabularies.frequency(work.context.default_frequency);
    dataset.frequency.code = std::move(found.code);
}

void fill_access_rights(Work& work, Dataset& dataset) {
    Resolution found = work.words.access_right(work.record.access_rights);
    if (found.match == Match::unresolved)
        work.report.add(Code::unmapped_access_right, work.record.access_rights);
    if (found.match != Match::no_value)
        dataset.access_rights.raw =
            line_of(work, work.record.access_rights, "access_rights", limits::short_text_bytes);
    dataset.access_rights.code = std::move(found.code);
}

void fill_languages(Work& work, Dataset& dataset) {
    dataset.languages = languages_of(work, work.record.languages);
    if (!dataset.languages.empty())
        return;
    if (!work.context.default_language.empty())
        dataset.languages = languages_of(work, {work.context.default_language});
    else if (work.context.languages.size() == 1)
        dataset.languages = languages_of(work, work.context.languages);
}

// The licence that all distributions which name one agree on.
std::optional<Licence> unanimous_licence(const std::vector<Distribution>& distributions) {
    const Licence* common = nullptr;
    for (const Distribution& distribution : distributions) {
        if (!distribution.licence)
            continue;
        const Licence& licence = *distribution.licence;
        const bool agrees =
            common == nullptr ||
            (common->code == licence.code && (!licence.code.empty() || common->raw == licence.raw));
        if (!agrees)
            return std::nullopt;
        common = &licence;
    }
    return common == nullptr ? std::nullopt : std::optional(*common);
}

void fill_licence(Work& work, Dataset& dataset) {
    dataset.licence = licence_of(work, work.record.licences);
    if (!dataset.licence || !is_real_licence(dataset.licence->code)) {
        auto common = unanimous_licence(dataset.distributions);
        if (common && (!dataset.licence || is_real_licence(common->code)))
            dataset.licence = std::move(common);
    }
    if (!dataset.licence && !work.context.default_licence.empty()) {
        RawLicence fallback;
        fallback.id = work.context.default_licence;
        dataset.licence = licence_of(work, {&fallback, 1});
    }
}

// The newest date of the files, when the source says nothing about the data set's.
std::optional<PartialDate> newest_of(const std::vector<Distribution>& distributions) {
    std::optional<PartialDate> newest;
    for (const Distribution& distribution : distributions) {
        const auto& date = distribution.modified ? distribution.modified : distribution.issued;
        if (date && (!newest || date->instant > newest->instant))
            newest = date;
    }
    return newest;
}

void fill_dates(Work& work, Dataset& dataset) {
    const RawRecord& raw = work.record;
    dataset.issued = date_of(work, raw.issued, "issued");
    dataset.modified = date_of(work, raw.modified, "modified");
    if (!dataset.modified)
        dataset.modified = newest_of(dataset.distributions);
    dataset.record_created = date_of(work, raw.record_created, "record_created");
    dataset.record_modified = date_of(work, raw.record_modified, "record_modified");
    dataset.temporal = periods_of(work);
}

} // namespace

Normalised normalise(const RawRecord& record, const NormaliseContext& context) {
    MOISSON_ASSERT(context.vocabularies != nullptr);
    Work work(record, context);
    Normalised result;
    Dataset& dataset = result.dataset;
    fill_identity(work, dataset);
    fill_texts(work, dataset);
    fill_agents(work, dataset);
    fill_themes(work, dataset);
    fill_frequency(work, dataset);
    fill_access_rights(work, dataset);
    fill_languages(work, dataset);
    dataset.distributions = distributions_of(work);
    fill_licence(work, dataset);
    fill_dates(work, dataset);
    fill_places(work, dataset);
    result.issues = work.report.take();
    return result;
}

} // namespace moisson::normalise

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// CatalogEntry -> IndexDocument: pure, and bounded whatever the dataset holds.
#include "search/document.hpp"

#include "core/utf8.hpp"
#include "search/analyser.hpp"
#include "text/clean.hpp"
#include "text/fold.hpp"
#include "text/marks.hpp"
#include "text/markup.hpp"

#include <algorithm>
#include <cmath>

namespace moisson::search {

namespace {

constexpr std::size_t display_keywords_max = 12;
constexpr std::size_t display_formats_max = 12;
constexpr std::size_t tags_max = 64;
constexpr std::size_t markup_bytes = 4 * description_index_bytes;

void add_line(std::string& out, std::string_view line, std::size_t bytes_max) {
    if (line.empty() || out.size() >= bytes_max)
        return;
    if (!out.empty())
        out += '\n';
    out += utf8_prefix(line, bytes_max - out.size());
}

void add_once(std::vector<std::string>& out, std::string value) {
    if (!value.empty() && std::find(out.begin(), out.end(), value) == out.end())
        out.push_back(std::move(value));
}

std::string plain_description(std::string_view source) {
    const std::string_view bounded = utf8_prefix(source, markup_bytes);
    if (text::detect_markup(bounded) == text::Markup::plain)
        return std::string(bounded);
    return text::markup_to_text(bounded);
}

// Marks go before the cut: half a link is no link.
std::string shown_excerpt(std::string_view plain) {
    const std::string words = text::without_marks(utf8_prefix(plain, 2 * display_excerpt_bytes));
    return std::string(utf8_prefix(words, display_excerpt_bytes));
}

void fill_texts(IndexDocument& out, const Dataset& dataset) {
    auto& texts = out.texts;
    const auto field = [&texts](Field which) -> std::string& {
        return texts[static_cast<std::size_t>(which)];
    };
    for (const LangText& title : dataset.title)
        add_line(field(Field::title), title.text, 2048);
    for (const LangText& name : dataset.publisher.name)
        add_line(field(Field::publisher), name.text, 1024);
    for (const LangText& keyword : dataset.keywords)
        add_line(field(Field::keywords), keyword.text, 4096);
    for (const Distribution& distribution : dataset.distributions)
        for (const LangText& title : distribution.title)
            add_line(field(Field::distributions), title.text, distributions_index_bytes);
}

void fill_description(IndexDocument& out, const Dataset& dataset) {
    std::string& text = out.texts[static_cast<std::size_t>(Field::description)];
    const LangText* const shown = best(dataset.description, "fr");
    for (const LangText& description : dataset.description) {
        const std::string plain = plain_description(description.text);
        add_line(text, plain, description_index_bytes);
        if (&description == shown) {
            out.display.excerpt.lang = description.lang;
            out.display.excerpt.machine_translated = description.machine_translated;
            out.display.excerpt.text = shown_excerpt(plain);
        }
    }
    std::replace(out.display.excerpt.text.begin(), out.display.excerpt.text.end(), '\n', ' ');
}

void fill_facets(IndexDocument& out, const store::CatalogEntry& entry) {
    const Dataset& dataset = entry.dataset;
    const auto values = [&out](Facet facet) -> std::vector<std::string>& {
        return out.facets[static_cast<std::size_t>(facet)];
    };
    values(Facet::country) = dataset.countries;
    add_once(values(Facet::portal), entry.portal_key);
    add_once(
        values(Facet::organization),
        dataset.publisher.slug.empty() ? dataset.publisher.key : dataset.publisher.slug
    );
    out.organization_label = best_text(dataset.publisher.name, "fr");
    for (const std::string& theme : dataset.themes)
        add_once(values(Facet::theme), theme);
    for (const Distribution& distribution : dataset.distributions) {
        add_once(values(Facet::format), distribution.format.code);
        if (distribution.format_family != '\0')
            add_once(values(Facet::format_family), std::string(1, distribution.format_family));
    }
    if (dataset.licence)
        add_once(
            values(Facet::licence),
            dataset.licence->code.empty() ? "?" : dataset.licence->code
        );
    for (const std::string& language : dataset.languages)
        add_once(values(Facet::language), language);
    add_once(values(Facet::access), dataset.access_rights.code);
    for (const LangText& keyword : dataset.keywords)
        if (values(Facet::tag).size() < tags_max)
            add_once(values(Facet::tag), text::fold(keyword.text));
    add_once(values(Facet::state), std::string(to_string(entry.state)));
    add_once(values(Facet::links), entry.signal.links);
    add_once(values(Facet::frequency), dataset.frequency.code);
    add_once(values(Facet::type), std::string(type_of(dataset)));
}

void fill_display(DisplayRecord& out, const store::CatalogEntry& entry) {
    const Dataset& dataset = entry.dataset;
    out.id = entry.id;
    out.slug = entry.slug;
    out.portal_key = entry.portal_key;
    out.state = entry.state;
    out.title = dataset.title;
    out.publisher = dataset.publisher.name;
    out.publisher_slug = dataset.publisher.slug;
    out.countries = dataset.countries;
    out.themes = dataset.themes;
    for (const Distribution& distribution : dataset.distributions)
        if (out.formats.size() < display_formats_max)
            add_once(out.formats, distribution.format.code);
    for (const LangText& keyword : dataset.keywords)
        if (out.keywords.size() < display_keywords_max)
            add_once(out.keywords, keyword.text);
    if (dataset.licence) {
        out.licence = dataset.licence->code;
        out.licence_title = dataset.licence->title;
        out.openness = dataset.licence->openness;
    }
    out.access = dataset.access_rights.code;
    out.landing_page = dataset.landing_page.empty() ? dataset.remote_url : dataset.landing_page;
    out.modified = dataset.modified;
    out.issued = dataset.issued;
    out.first_seen = entry.first_seen;
    out.distributions = static_cast<std::int64_t>(dataset.distributions.size());
    out.popularity = std::max<std::int64_t>(0, entry.popularity);
    out.freshness = entry.signal.freshness;
}

// The last minute that a date may mean. Its instant is midnight where the source is.
Minutes last_minute(const PartialDate& date) {
    const auto day = std::chrono::floor<std::chrono::days>(date.instant + std::chrono::hours(12));
    const std::chrono::year_month_day civil(day);
    std::chrono::sys_days next = day + std::chrono::days(1);
    if (date.precision == DatePrecision::second)
        return to_minutes(date.instant);
    if (date.precision == DatePrecision::year)
        next = std::chrono::sys_days((civil.year() + std::chrono::years(1)) / 1 / 1);
    else if (date.precision == DatePrecision::month)
        next = std::chrono::sys_days(
            (civil.year() / civil.month() + std::chrono::months(1)) / std::chrono::day(1)
        );
    return to_minutes(date.instant + (next - day)) - 1;
}

void fill_extents(IndexDocument& out, const Dataset& dataset) {
    for (const PeriodOfTime& stated : dataset.temporal) {
        if ((!stated.start && !stated.end) || out.periods.size() == extents_max)
            continue;
        Period period;
        if (stated.start)
            period.start = to_minutes(stated.start->instant);
        if (stated.end)
            period.end = last_minute(*stated.end);
        if (period.start <= period.end)
            out.periods.push_back(period);
    }
    for (const Location& place : dataset.spatial) {
        if (!place.bbox || out.boxes.size() == extents_max)
            continue;
        const BoundingBox& box = *place.bbox;
        if (!(box.south <= box.north))
            continue;
        Box& to = out.boxes.emplace_back();
        to.west = static_cast<float>(box.west);
        to.south = static_cast<float>(box.south);
        to.east = static_cast<float>(box.east);
        to.north = static_cast<float>(box.north);
    }
}

std::vector<std::string> title_words(std::string_view title) {
    std::vector<Word> words;
    split_words(utf8_prefix(title, 2048), words);
    std::vector<std::string> out;
    for (Word& word : words)
        if (!word.compound)
            out.push_back(std::move(word.text));
    return out;
}

} // namespace

std::uint8_t popularity_code(std::int64_t popularity) {
    const double steps =
        10 * std::log2(1 + static_cast<double>(std::max<std::int64_t>(popularity, 0)));
    return static_cast<std::uint8_t>(std::min(255.0, std::round(steps)));
}

std::uint32_t text_hash(std::string_view text) {
    // FNV-1a.
    std::uint32_t hash = 2166136261U;
    for (const char c : text)
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    return hash;
}

std::uint32_t title_hash(const std::vector<std::string>& words) {
    std::string joined;
    for (const std::string& word : words)
        joined += word + ' ';
    return text_hash(joined);
}

Minutes to_minutes(Instant instant) {
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(instant).time_since_epoch().count();
    return static_cast<Minutes>(std::clamp<std::int64_t>(minutes, -2'000'000'000, 2'000'000'000));
}

FreshnessColumns to_columns(const FreshnessDates& dates) {
    FreshnessColumns out;
    if (dates.basis == FreshnessBasis::not_due)
        out.expected = never_due;
    if (dates.basis == FreshnessBasis::not_due || dates.basis == FreshnessBasis::none)
        return out;
    const auto minutes = [](const std::optional<Instant>& date) {
        return date ? to_minutes(*date) : no_date;
    };
    out.expected = minutes(dates.expected_at);
    out.late = minutes(dates.late_at);
    out.very_late = minutes(dates.very_late_at);
    return out;
}

IndexDocument make_document(const store::CatalogEntry& entry) {
    IndexDocument out;
    const Dataset& dataset = entry.dataset;
    fill_display(out.display, entry);
    fill_texts(out, dataset);
    fill_description(out, dataset);
    fill_facets(out, entry);
    fill_extents(out, dataset);
    const auto& created = dataset.issued ? dataset.issued : dataset.record_created;
    if (dataset.modified)
        out.modified = to_minutes(dataset.modified->instant);
    if (created)
        out.created = to_minutes(created->instant);
    if (entry.first_seen)
        out.first_seen = to_minutes(*entry.first_seen);
    if (entry.changed_at)
        out.changed = to_minutes(*entry.changed_at);
    out.freshness = to_columns(entry.signal.freshness);
    out.popularity_code = popularity_code(out.display.popularity);
    if (entry.signal.quality)
        out.quality = static_cast<std::uint8_t>(std::clamp(*entry.signal.quality, 0, 100));
    out.copy = entry.signal.cluster.has_value() && !dataset.origin_portal.empty();
    for (const LangText& title : dataset.title)
        if (const std::uint32_t hash = title_hash(title_words(title.text));
            std::find(out.title_hashes.begin(), out.title_hashes.end(), hash) ==
            out.title_hashes.end())
            out.title_hashes.push_back(hash);
    out.title_key = utf8_prefix(text::fold(best_text(dataset.title, "fr")), title_key_bytes);
    return out;
}

} // namespace moisson::search

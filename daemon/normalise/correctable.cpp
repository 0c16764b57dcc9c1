// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/correctable.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "normalise/dates.hpp"
#include "normalise/parts.hpp"
#include "normalise/urls.hpp"
#include "text/clean.hpp"

#include <algorithm>
#include <array>

namespace moisson::normalise {
namespace {

using Values = std::vector<std::string>;

constexpr std::size_t code_bytes_max = 64;
// Of a description, which may be long, readers see the beginning.
constexpr std::size_t shown_bytes_max = 300;

void add_once(Values& values, const std::string& value) {
    if (!value.empty() && std::find(values.begin(), values.end(), value) == values.end())
        values.push_back(value);
}

Values texts_of(const LocalizedText& texts) {
    Values out;
    for (const LangText& text : texts)
        add_once(out, text.text);
    return out;
}

std::string joined(const Values& values) {
    std::string out;
    for (const std::string& value : values)
        out += (out.empty() ? "" : ", ") + value;
    return std::string(utf8_prefix(out, shown_bytes_max));
}

std::string shown_text(const LocalizedText& texts) {
    return std::string(utf8_prefix(best_text(texts, "fr"), shown_bytes_max));
}

std::string shown_code(const Coded& value) {
    return value.raw.empty() ? value.code : value.raw;
}

Values values_of(const Coded& value) {
    Values out;
    add_once(out, value.code);
    add_once(out, value.raw);
    return out;
}

// As it was written: "2019", "2019-04", "2019-04-30".
std::string shown_date(const std::optional<PartialDate>& date) {
    return date ? to_string(*date) : std::string();
}

Values values_of(const std::optional<PartialDate>& date) {
    Values out;
    add_once(out, shown_date(date));
    return out;
}

std::optional<PartialDate> date_in(const std::string& value, const Vocabularies& vocabularies) {
    DateSettings settings;
    settings.vocabularies = &vocabularies;
    return read_date(value, settings).date;
}

CorrectableField title() {
    CorrectableField field;
    field.name = "title";
    field.bytes_max = limits::title_bytes;
    field.is_empty = [](const Dataset& d) { return d.title.empty(); };
    field.values = [](const Dataset& d) { return texts_of(d.title); };
    field.shown = [](const Dataset& d) { return shown_text(d.title); };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        d.title = {{{}, text::clean_line(value), false}};
    };
    return field;
}

CorrectableField description() {
    CorrectableField field;
    field.name = "description";
    field.bytes_max = limits::description_bytes;
    field.is_empty = [](const Dataset& d) { return d.description.empty(); };
    field.values = [](const Dataset& d) { return texts_of(d.description); };
    field.shown = [](const Dataset& d) { return shown_text(d.description); };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        d.description = {{{}, text::clean_block(value), false}};
    };
    return field;
}

CorrectableField keyword() {
    CorrectableField field;
    field.name = "keyword";
    field.is_list = true;
    field.bytes_max = limits::keyword_bytes;
    field.is_empty = [](const Dataset& d) { return d.keywords.empty(); };
    field.values = [](const Dataset& d) { return texts_of(d.keywords); };
    field.shown = [](const Dataset& d) { return joined(texts_of(d.keywords)); };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        d.keywords = {{{}, text::clean_line(value), false}};
    };
    field.add = [](Dataset& d, const std::string& value) {
        const std::string word = text::clean_line(value);
        const bool known =
            std::any_of(d.keywords.begin(), d.keywords.end(), [&word](const LangText& there) {
                return there.text == word;
            });
        if (!known && d.keywords.size() < limits::keywords)
            d.keywords.push_back({{}, word, false});
    };
    return field;
}

CorrectableField publisher() {
    CorrectableField field;
    field.name = "publisher";
    field.bytes_max = limits::short_text_bytes;
    field.is_empty = [](const Dataset& d) { return d.publisher.empty(); };
    field.values = [](const Dataset& d) {
        Values out = texts_of(d.publisher.name);
        add_once(out, d.publisher.slug);
        add_once(out, d.publisher.key);
        return out;
    };
    field.shown = [](const Dataset& d) { return shown_text(d.publisher.name); };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        d.publisher = agent_named(text::clean_line(value));
    };
    return field;
}

CorrectableField licence() {
    CorrectableField field;
    field.name = "licence";
    field.kind = FieldKind::code;
    field.bytes_max = code_bytes_max;
    field.is_empty = [](const Dataset& d) {
        return !d.licence || !is_real_licence(d.licence->code);
    };
    field.values = [](const Dataset& d) {
        Values out;
        if (d.licence)
            for (const std::string* text : {&d.licence->code, &d.licence->raw, &d.licence->title})
                add_once(out, *text);
        return out;
    };
    field.shown = [](const Dataset& d) {
        if (!d.licence)
            return std::string();
        return d.licence->raw.empty() ? d.licence->title : d.licence->raw;
    };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies& vocabularies) {
        Licence licence;
        licence.code = value;
        licence.raw = d.licence ? d.licence->raw : std::string();
        complete_licence(vocabularies, licence);
        d.licence = std::move(licence);
    };
    return field;
}

template <Coded Dataset::*member>
CorrectableField coded(std::string_view name) {
    CorrectableField field;
    field.name = name;
    field.kind = FieldKind::code;
    field.bytes_max = code_bytes_max;
    field.is_empty = [](const Dataset& d) { return (d.*member).code.empty(); };
    field.values = [](const Dataset& d) { return values_of(d.*member); };
    field.shown = [](const Dataset& d) { return shown_code(d.*member); };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        (d.*member).code = value;
    };
    return field;
}

template <Values Dataset::*member>
CorrectableField code_list(std::string_view name) {
    CorrectableField field;
    field.name = name;
    field.kind = FieldKind::code;
    field.is_list = true;
    field.bytes_max = code_bytes_max;
    field.is_empty = [](const Dataset& d) { return (d.*member).empty(); };
    field.values = [](const Dataset& d) { return d.*member; };
    field.shown = [](const Dataset& d) { return joined(d.*member); };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        d.*member = {value};
    };
    field.add = [](Dataset& d, const std::string& value) { add_once(d.*member, value); };
    return field;
}

// What was deduced from keywords is nothing that the source says.
CorrectableField theme() {
    CorrectableField field = code_list<&Dataset::themes>("theme");
    field.is_empty = [](const Dataset& d) { return d.themes.empty() || d.themes_inferred; };
    field.values = [](const Dataset& d) {
        Values out = d.themes_inferred ? Values() : d.themes;
        for (const std::string& raw : d.raw_themes)
            add_once(out, raw);
        return out;
    };
    field.shown = [](const Dataset& d) { return joined(d.raw_themes); };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        d.themes = {value};
        d.themes_inferred = false;
    };
    return field;
}

CorrectableField country() {
    CorrectableField field = code_list<&Dataset::countries>("country");
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        d.countries = {value};
        d.country_source = CountrySource::hint;
    };
    return field;
}

template <std::optional<PartialDate> Dataset::*member>
CorrectableField date(std::string_view name) {
    CorrectableField field;
    field.name = name;
    field.kind = FieldKind::date;
    field.bytes_max = code_bytes_max;
    field.is_empty = [](const Dataset& d) { return !(d.*member).has_value(); };
    field.values = [](const Dataset& d) { return values_of(d.*member); };
    field.shown = [](const Dataset& d) { return shown_date(d.*member); };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies& vocabularies) {
        d.*member = date_in(value, vocabularies);
    };
    return field;
}

CorrectableField landing_page() {
    CorrectableField field;
    field.name = "landing_page";
    field.kind = FieldKind::address;
    field.bytes_max = limits::url_bytes;
    field.is_empty = [](const Dataset& d) { return d.landing_page.empty(); };
    field.values = [](const Dataset& d) {
        Values out;
        add_once(out, d.landing_page);
        return out;
    };
    field.shown = [](const Dataset& d) { return d.landing_page; };
    field.put = [](Dataset& d, const std::string& value, const Vocabularies&) {
        d.landing_page = read_url(value, {}).url;
    };
    return field;
}

} // namespace

std::span<const CorrectableField> correctable() {
    static const std::array<CorrectableField, 13> fields = {
        title(),
        description(),
        keyword(),
        theme(),
        publisher(),
        licence(),
        coded<&Dataset::access_rights>("access_rights"),
        code_list<&Dataset::languages>("language"),
        coded<&Dataset::frequency>("frequency"),
        date<&Dataset::issued>("issued"),
        date<&Dataset::modified>("modified"),
        country(),
        landing_page()};
    return fields;
}

const CorrectableField* correctable_field(std::string_view name) {
    for (const CorrectableField& field : correctable())
        if (field.name == name)
            return &field;
    return nullptr;
}

} // namespace moisson::normalise

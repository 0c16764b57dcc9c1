// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/conditions.hpp"

#include "ckan_api/fields.hpp"
#include "ckan_api/query_date.hpp"
#include "search/analyser.hpp"
#include "search/document.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace moisson::ckan_api {
namespace {

using search::Condition;
using search::Facet;
using Kind = search::Condition::Kind;

Condition simple(Kind kind) {
    Condition out;
    out.kind = kind;
    return out;
}

// A term whose every letter may be anything.
bool is_anything(const Node& node) {
    return node.wildcard && !node.phrase && node.text.find_first_not_of('*') == std::string::npos;
}

Condition facet_condition(Facet facet) {
    Condition out = simple(Kind::facet);
    out.facet = facet;
    return out;
}

// Values are told apart by their folded text, and found by their label as well.
Condition value_condition(const Node& node, Facet facet) {
    Condition out = facet_condition(facet);
    if (is_anything(node))
        return out;
    std::string pattern = text::fold(node.text);
    // What is no wildcard must not become one: nothing we have holds these.
    if (!node.wildcard)
        std::replace_if(
            pattern.begin(),
            pattern.end(),
            [](char c) { return c == '*' || c == '?'; },
            '\1'
        );
    out.patterns.push_back(pattern);
    // The name of a tag has spaces where its keyword has signs.
    if (facet == Facet::tag && pattern.find(' ') != std::string::npos) {
        std::replace(pattern.begin(), pattern.end(), ' ', '?');
        out.patterns.push_back(std::move(pattern));
    }
    return out;
}

// The words of a term; a word cut short by an asterisk stands for all that begin so.
Condition word_condition(const Node& node, std::string_view where) {
    if (is_anything(node))
        return simple(Kind::everything);
    std::string text = node.text;
    const bool prefix = node.wildcard && !text.empty() && text.back() == '*';
    std::replace(text.begin(), text.end(), '*', ' ');
    search::QueryItem item;
    item.shown.text = text;
    item.shown.field = where;
    item.shown.phrase = node.phrase;
    item.shown.prefix = prefix;
    std::vector<search::Word> words;
    search::split_words(text, words);
    for (search::Word& word : words)
        if (!word.compound)
            item.words.push_back(std::move(word.text));
    // Stop words say nothing.
    if (item.words.empty())
        return simple(Kind::everything);
    Condition out = simple(Kind::text);
    search::QueryGroup group;
    group.items.push_back(std::move(item));
    out.text.groups.push_back(std::move(group));
    return out;
}

std::optional<std::int64_t> read_count(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    // "nan" is a number for from_chars, and within no bounds.
    if (error != std::errc() || end != text.data() + text.size() ||
        !(value >= -1e15 && value <= 1e15))
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

bool is_true(std::string_view text) {
    const std::string folded = text::fold(text);
    return folded == "true" || folded == "1" || folded == "yes" || folded == "t";
}

class Translator {
public:
    Translator(const KnownNames& names, std::vector<std::string>& warnings)
        : names_(names), warnings_(warnings) {}

    Condition translate(const Node& node) {
        switch (node.kind) {
        case Node::Kind::term:
            return term(node);
        case Node::Kind::range:
            return range(node);
        case Node::Kind::negation:
        case Node::Kind::all_of:
        case Node::Kind::any_of:
            break;
        }
        Condition out = simple(
            node.kind == Node::Kind::negation ? Kind::negation
            : node.kind == Node::Kind::all_of ? Kind::all_of
                                              : Kind::any_of
        );
        for (const Node& part : node.parts)
            add_part(out, translate(part));
        return out;
    }

private:
    Condition nothing(std::string warning) {
        warnings_.push_back(std::move(warning));
        return simple(Kind::nothing);
    }

    Condition unknown(const Node& node) {
        return nothing(fmt::format("unknown field {}: matches nothing", node.field));
    }

    Condition term(const Node& node) {
        if (node.field.empty())
            return word_condition(node, "");
        if (node.field == "*")
            return is_anything(node) ? simple(Kind::everything) : word_condition(node, "");
        const Field* const field = find_field(node.field);
        if (field == nullptr)
            return unknown(node);
        switch (field->way) {
        case Way::facet:
            return value_condition(node, field->facet);
        case Way::date:
        case Way::count:
            return number(node, *field);
        case Way::words:
            return word_condition(node, "");
        case Way::title:
            return word_condition(node, "titre");
        case Way::publisher:
            return word_condition(node, "prod");
        case Way::id:
            return id(node);
        case Way::slug:
            return slug(node);
        case Way::organization_id:
            return organization(node);
        case Way::licence:
            return licence(node);
        case Way::frequency:
            return frequency(node);
        case Way::open:
            return open(node);
        case Way::portal_title:
        case Way::portal_id:
            return portal(node, field->way);
        case Way::constant:
            return constant(node, *field);
        case Way::unsaid:
            break;
        }
        return nothing(fmt::format("field {} is not searched: matches nothing", node.field));
    }

    Condition range(const Node& node) {
        const Field* const field = find_field(node.field);
        if (field == nullptr)
            return unknown(node);
        if (field->way != Way::date && field->way != Way::count) {
            // "[* TO *]" asks whether there is a value.
            if (!node.from.open || !node.to.open)
                return nothing(fmt::format("field {} has no ranges: matches nothing", node.field));
            Node any;
            any.kind = Node::Kind::term;
            any.field = node.field;
            any.text = "*";
            any.wildcard = true;
            return term(any);
        }
        Condition out = simple(Kind::number);
        out.column = field->column;
        const bool ok =
            bound(node.from, field->way, 1, out.from) && bound(node.to, field->way, -1, out.to);
        if (!ok)
            return nothing(fmt::format("bad range of {}: matches nothing", node.field));
        return out;
    }

    // What is bounded exclusively begins one `step` further.
    bool
    bound(const Bound& bound, Way way, std::int64_t step, std::optional<std::int64_t>& out) const {
        if (bound.open)
            return true;
        if (way == Way::count) {
            out = read_count(bound.text);
            if (out && !bound.inclusive)
                *out += step;
            return out.has_value();
        }
        // Columns know the minute: what is excluded within its minute stays in, since whoever asks
        // for what changed since would rather have it twice than not at all.
        const auto date = read_date(bound.text, names_.now);
        if (date)
            out = search::to_minutes(*date);
        return date.has_value();
    }

    Condition number(const Node& node, const Field& field) {
        Condition out = simple(Kind::number);
        out.column = field.column;
        if (is_anything(node))
            return out;
        Bound exactly;
        exactly.text = node.text;
        if (!bound(exactly, field.way, 0, out.from))
            return nothing(fmt::format("bad value of {}: matches nothing", node.field));
        out.to = out.from;
        return out;
    }

    Condition id(const Node& node) {
        if (is_anything(node))
            return simple(Kind::everything);
        Condition out = simple(Kind::ids);
        if (const auto uuid = uuid_from_string(node.text))
            out.ids.push_back(*uuid);
        return out;
    }

    Condition slug(const Node& node) {
        if (is_anything(node))
            return simple(Kind::everything);
        // Slugs are made of titles.
        if (node.wildcard) {
            Node words = node;
            std::replace(words.text.begin(), words.text.end(), '-', ' ');
            warnings_.push_back("a part of a name is looked for in titles");
            return word_condition(words, "titre");
        }
        Condition out = simple(Kind::slug);
        out.values.push_back(node.text);
        return out;
    }

    Condition organization(const Node& node) {
        Condition out = facet_condition(Facet::organization);
        if (is_anything(node))
            return out;
        out.values.push_back(node.text);
        const auto wanted = uuid_from_string(node.text);
        if (!wanted || !names_.organizations)
            return out;
        const auto [begin, end] = names_.organizations->equal_range(*wanted);
        for (auto at = begin; at != end; ++at)
            out.values.push_back(at->second);
        return out;
    }

    Condition licence(const Node& node) {
        if (node.wildcard)
            return value_condition(node, Facet::licence);
        Condition out = facet_condition(Facet::licence);
        out.values = licence_codes(node.text, names_.vocabularies);
        return out;
    }

    // Named as extras name it (an address of the EU), as udata and DCAT do, or in words.
    Condition frequency(const Node& node) {
        if (node.wildcard || !names_.vocabularies)
            return value_condition(node, Facet::frequency);
        const normalise::Resolution known = names_.vocabularies->frequency(node.text);
        Condition out = facet_condition(Facet::frequency);
        out.values.push_back(known.code.empty() ? node.text : known.code);
        return out;
    }

    Condition open(const Node& node) {
        if (is_anything(node))
            return simple(Kind::everything);
        Condition licences = facet_condition(Facet::licence);
        licences.values = open_licences(names_.vocabularies);
        // No list of values would mean any licence.
        if (licences.values.empty())
            licences = simple(Kind::nothing);
        if (is_true(node.text))
            return licences;
        Condition out = simple(Kind::negation);
        out.parts.push_back(std::move(licences));
        return out;
    }

    Condition portal(const Node& node, Way way) {
        Condition out = facet_condition(Facet::portal);
        if (is_anything(node))
            return out;
        out.values.push_back(node.text);
        const auto wanted = uuid_from_string(node.text);
        const std::string pattern = text::fold(node.text);
        for (const auto& [key, title] : names_.portals) {
            const std::string folded = text::fold(title);
            const bool is_it = way == Way::portal_id ? wanted && harvest_source_id(key) == *wanted
                               : node.wildcard       ? search::matches_pattern(folded, pattern)
                                                     : folded == pattern;
            if (is_it)
                out.values.push_back(key);
        }
        return out;
    }

    static Condition constant(const Node& node, const Field& field) {
        const bool holds =
            field.constant == "*" || is_anything(node) || text::fold(node.text) == field.constant;
        return simple(holds ? Kind::everything : Kind::nothing);
    }

    const KnownNames& names_;
    std::vector<std::string>& warnings_;
};

} // namespace

Conditions to_conditions(const Node& node, const KnownNames& names) {
    Conditions out;
    out.where = Translator(names, out.warnings).translate(node);
    return out;
}

bool is_known_field(std::string_view field) {
    return field == "*" || find_field(field) != nullptr;
}

std::optional<search::Facet> facet_of_field(std::string_view field) {
    const Field* const known = find_field(field);
    if (known == nullptr)
        return std::nullopt;
    switch (known->way) {
    case Way::facet:
    case Way::licence:
    case Way::frequency:
    case Way::organization_id:
    case Way::portal_title:
    case Way::portal_id:
        return known->facet;
    default:
        return std::nullopt;
    }
}

std::string
facet_value(search::Facet facet, std::string_view value, const VocabulariesPtr& vocabularies) {
    if (facet == Facet::theme)
        return group_name(value);
    if (facet == Facet::licence)
        return licence_name(value, vocabularies);
    if (facet == Facet::tag)
        if (std::string name = tag_name(value); !name.empty())
            return name;
    return std::string(value);
}

} // namespace moisson::ckan_api

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/search_parameters.hpp"

#include "core/limits.hpp"
#include "routes/nearest.hpp"
#include "routes/ranges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

namespace moisson::routes {
namespace {

constexpr std::array<std::string_view, 14> filters = {
    "portal",
    "country",
    "organization",
    "theme",
    "format",
    "format_family",
    "licence",
    "tag",
    "lang",
    "access",
    "freshness",
    "links",
    "frequency",
    "type"};

constexpr std::array<std::string_view, 7> sorts =
    {"pertinence", "-modified", "-created", "title", "-first_seen", "first_seen", "quality"};

constexpr std::array<std::string_view, 32> names = {
    "q",           "portal",     "country",         "organization", "theme",    "format",
    "licence",     "tag",        "format_family",   "lang",         "access",   "modified_from",
    "modified_to", "created_to", "first_seen_from", "created_from", "sort",     "page",
    "page_size",   "cursor",     "fields",          "facets",       "facet_q",  "lang_ui",
    "freshness",   "links",      "quality",         "type",         "temporal", "bbox",
    "explain",     "frequency"};

template <class List>
bool contains(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

// Codes are in upper case. A word with accents is none, and is shown again as it was typed.
std::string upper(std::string_view text) {
    std::string out(text);
    const auto is_accented = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (std::any_of(text.begin(), text.end(), is_accented))
        return out;
    for (char& c : out)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return out;
}

std::optional<int> integer(std::string_view text) {
    int value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        if (end > 0)
            items.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return items;
}

bool is_coded(std::string_view name) {
    return name == "country" || name == "theme" || name == "format" || name == "format_family" ||
           name == "frequency";
}

// Reads one parameter at a time into `out`.
class Reader {
public:
    explicit Reader(ParsedSearch& out) : out_(out), to_(out.parameters) {}

    void read(const std::string& name, const std::string& value) {
        if (name == "q")
            to_.q = value;
        else if (contains(filters, name))
            filter(name, value);
        else if (name.ends_with("_from") || name.ends_with("_to"))
            date(name, value);
        else if (name == "sort")
            sort(value);
        else if (name == "page")
            number(name, value, 1, static_cast<int>(limits::result_window), to_.page);
        else if (name == "page_size")
            number(name, value, 0, static_cast<int>(limits::page_size), to_.page_size);
        else if (name == "cursor")
            to_.cursor = value;
        else if (name == "fields")
            to_.fields = split_list(value);
        else if (name == "facets")
            facets(value);
        else if (name == "facet_q" || name.starts_with("facet_q["))
            facet_contains(name, value);
        else if (name == "explain")
            explain(value);
        else if (name == "quality")
            quality(value);
        else if (name == "temporal")
            temporal(value);
        else if (name == "bbox")
            bbox(value);
        else
            language(name, value);
    }

private:
    void problem(
        ParameterProblem::Kind kind,
        std::string name,
        std::string value,
        std::string nearest,
        std::string expected
    ) {
        out_.problems.push_back(
            {kind, std::move(name), std::move(value), std::move(nearest), std::move(expected)}
        );
    }
    void invalid(const std::string& name, const std::string& value, std::string expected) {
        problem(ParameterProblem::Kind::invalid, name, value, {}, std::move(expected));
    }

    void filter(const std::string& name, const std::string& value) {
        const bool coded = is_coded(name);
        std::string wanted = coded ? upper(value) : value;
        std::vector<std::string>& values = to_.filters[name];
        if (!contains(values, wanted))
            values.push_back(std::move(wanted));
    }

    void date(const std::string& name, const std::string& value) {
        const auto range = parse_date_range(value);
        if (!range) {
            invalid(name, value, "une date comme 2026, 2026-05 ou 2026-05-03");
            return;
        }
        if (name == "modified_from")
            to_.modified_from = range->first;
        else if (name == "modified_to")
            to_.modified_to = range->second;
        else if (name == "created_from")
            to_.created_from = range->first;
        else if (name == "created_to")
            to_.created_to = range->second;
        else
            to_.first_seen_from = range->first;
    }

    void sort(const std::string& value) {
        if (!contains(sorts, value))
            problem(
                ParameterProblem::Kind::invalid,
                "sort",
                value,
                std::string(nearest_name(value, sorts)),
                "l’un de : pertinence, -modified, -created, title, quality, -first_seen"
            );
        else
            to_.sort = value;
    }

    void
    number(const std::string& name, const std::string& value, int least, int most, int& target) {
        const auto parsed = integer(value);
        if (!parsed || *parsed < least || *parsed > most)
            invalid(name, value, fmt::format("un entier de {} à {}", least, most));
        else
            target = *parsed;
    }

    void facets(const std::string& value) {
        auto& wishes = to_.facets.emplace();
        for (const std::string& item : split_list(value)) {
            const std::size_t colon = std::min(item.find(':'), item.size());
            FacetWish wish;
            wish.name = item.substr(0, colon);
            if (!contains(filters, wish.name)) {
                problem(
                    ParameterProblem::Kind::invalid,
                    "facets",
                    wish.name,
                    std::string(nearest_name(wish.name, filters)),
                    "des noms de filtres, comme theme,format:20"
                );
                continue;
            }
            if (colon < item.size())
                number("facets", item.substr(colon + 1), 1, facet_values_max, wish.values_max);
            wishes.push_back(std::move(wish));
        }
    }

    void facet_contains(const std::string& name, const std::string& value) {
        // facet_q[theme]=eau, or facet_q=theme:eau
        std::string facet;
        std::string text = value;
        if (const std::size_t open = name.find('['); open != std::string::npos) {
            facet = name.substr(open + 1, name.find(']') - open - 1);
        } else if (const std::size_t colon = value.find(':'); colon != std::string::npos) {
            facet = value.substr(0, colon);
            text = value.substr(colon + 1);
        }
        if (contains(filters, facet))
            to_.facet_contains[facet] = text;
        else
            invalid(name, value, "un filtre et un texte, comme facet_q[organization]=ministère");
    }

    void explain(const std::string& value) {
        if (value == "1" || value == "0")
            to_.explain = value == "1";
        else
            invalid("explain", value, "0 ou 1");
    }

    void language(const std::string& name, const std::string& value) {
        if (value == "fr" || value == "en" || value == "ar")
            to_.lang_ui = value;
        else
            invalid(name, value, "fr, en ou ar");
    }

    void quality(const std::string& value) {
        const auto range = parse_scores(value);
        if (!range)
            invalid("quality", value, "une note de 0 à 100 ou un intervalle comme 60.. ou 40..80");
        else
            std::tie(to_.quality_from, to_.quality_to) = *range;
    }

    void temporal(const std::string& value) {
        to_.temporal = parse_span(value);
        if (!to_.temporal)
            invalid("temporal", value, "une année ou une période comme 2015/2020 ou 2015-06/..");
    }

    void bbox(const std::string& value) {
        to_.bbox = parse_box(value);
        if (!to_.bbox)
            invalid(
                "bbox",
                value,
                "quatre degrés : ouest,sud,est,nord, comme -17.6,12.3,-11.3,16.7"
            );
    }

    static constexpr int facet_values_max = 200;
    ParsedSearch& out_;
    SearchParameters& to_;
};

} // namespace

std::string ParameterProblem::sentence() const {
    std::string text;
    switch (kind) {
    case Kind::unknown:
        text = fmt::format("Le paramètre « {} » n’existe pas.", parameter);
        break;
    case Kind::invalid:
        text = value.empty() ? fmt::format("Le paramètre « {} » n’a pas de valeur", parameter)
                             : fmt::format(
                                   "La valeur « {} » du paramètre « {} » n’est pas acceptée",
                                   value,
                                   parameter
                               );
        text += fmt::format(" ; il faut {}.", expected);
        break;
    case Kind::window:
        return fmt::format(
            "La pagination s’arrête au résultat {} : pour aller plus loin, utilisez « cursor ».",
            limits::result_window
        );
    }
    if (!nearest.empty())
        text += fmt::format(" Vouliez-vous dire « {} » ?", nearest);
    return text;
}

Query canonical_search(Query query) {
    for (auto& [name, value] : query)
        if (is_coded(name))
            value = upper(value);
    return query;
}

ParsedSearch parse_search(const Query& query) {
    ParsedSearch out;
    Reader reader(out);
    for (const auto& [name, value] : query) {
        const std::string_view plain = std::string_view(name).substr(0, name.find('['));
        const bool bracket_ok = plain.size() == name.size() || plain == "facet_q";
        if (!contains(names, plain) || !bracket_ok) {
            out.problems.push_back(
                {ParameterProblem::Kind::unknown,
                 name,
                 value,
                 std::string(nearest_name(name, names)),
                 {}}
            );
        } else if (!value.empty() || name == "facets") {
            reader.read(name, value);
        }
    }
    const SearchParameters& parameters = out.parameters;
    const auto last =
        static_cast<std::size_t>(parameters.page) * static_cast<std::size_t>(parameters.page_size);
    if (!parameters.cursor && last > limits::result_window)
        out.problems.push_back({ParameterProblem::Kind::window, "page", {}, {}, {}});
    return out;
}

std::span<const std::string_view> filter_names() {
    return filters;
}
bool is_range(std::string_view name) {
    return name == "quality" || name == "temporal" || name == "bbox" || name.ends_with("_from") ||
           name.ends_with("_to");
}
std::span<const std::string_view> search_parameter_names() {
    return names;
}

} // namespace moisson::routes

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The rules by which a syntax is found.
#include "rdf/syntax.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace moisson::rdf {

namespace {

using Pair = std::pair<std::string_view, Syntax>;

constexpr std::array<Pair, 6> words = {{
    {"turtle", Syntax::turtle},
    {"trig", Syntax::trig},
    {"ntriples", Syntax::ntriples},
    {"nquads", Syntax::nquads},
    {"rdfxml", Syntax::rdf_xml},
    {"jsonld", Syntax::json_ld},
}};

constexpr std::array<Pair, 6> media_types = {{
    {"text/turtle", Syntax::turtle},
    {"application/trig", Syntax::trig},
    {"application/n-triples", Syntax::ntriples},
    {"application/n-quads", Syntax::nquads},
    {"application/rdf+xml", Syntax::rdf_xml},
    {"application/ld+json", Syntax::json_ld},
}};

constexpr std::array<Pair, 13> other_media_types = {{
    {"application/x-turtle", Syntax::turtle},
    {"application/turtle", Syntax::turtle},
    {"text/n3", Syntax::turtle},
    {"text/rdf+n3", Syntax::turtle},
    {"application/n3", Syntax::turtle},
    {"application/x-trig", Syntax::trig},
    {"text/x-nquads", Syntax::nquads},
    {"text/ntriples", Syntax::ntriples},
    {"application/xml", Syntax::rdf_xml},
    {"text/xml", Syntax::rdf_xml},
    {"application/json", Syntax::json_ld},
    {"text/json", Syntax::json_ld},
    {"application/vnd.geo+json", Syntax::json_ld},
}};

constexpr std::array<Pair, 12> extensions = {{
    {"ttl", Syntax::turtle},
    {"turtle", Syntax::turtle},
    {"n3", Syntax::turtle},
    {"trig", Syntax::trig},
    {"nt", Syntax::ntriples},
    {"nq", Syntax::nquads},
    {"rdf", Syntax::rdf_xml},
    {"xml", Syntax::rdf_xml},
    {"rdfs", Syntax::rdf_xml},
    {"owl", Syntax::rdf_xml},
    {"jsonld", Syntax::json_ld},
    {"json", Syntax::json_ld},
}};

template <class Table>
std::optional<Syntax> look_up(const Table& table, std::string_view key) {
    const auto* const found = std::ranges::find(table, key, &Pair::first);
    return found == table.end() ? std::nullopt : std::optional(found->second);
}

bool starts_with_any_case(std::string_view text, std::string_view word) {
    return text.size() >= word.size() && ascii_lowered(text.substr(0, word.size())) == word;
}

void skip_space(std::string_view& text) {
    const auto start = text.find_first_not_of(" \t\r\n");
    text.remove_prefix(start == std::string_view::npos ? text.size() : start);
}

// Past the prologue, comments and DOCTYPE of XML, at the first element.
std::string_view root_element(std::string_view text) {
    while (text.starts_with("<?") || text.starts_with("<!")) {
        std::string_view end = text.starts_with("<?") ? "?>" : ">";
        if (text.starts_with("<!--"))
            end = "-->";
        else if (starts_with_any_case(text, "<!doctype") && text.substr(0, text.find('>')).find('[') != std::string_view::npos)
            end = "]>";
        const auto at = text.find(end);
        if (at == std::string_view::npos)
            return {};
        text.remove_prefix(at + end.size());
        skip_space(text);
    }
    return text;
}

std::optional<Syntax> syntax_of_markup(std::string_view text) {
    const bool declared = text.starts_with("<?xml");
    const std::string_view root = root_element(text);
    if (starts_with_any_case(root, "<html") || starts_with_any_case(text, "<!doctype html"))
        return std::nullopt;
    const std::string_view tag = root.substr(0, root.find('>'));
    const auto name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
    if (name.ends_with(":RDF") || name == "<RDF" ||
        tag.find("22-rdf-syntax-ns#") != std::string_view::npos)
        return Syntax::rdf_xml;
    // "<http://..." opens a subject of Turtle, "<name attribute" an element.
    const bool subject =
        root.size() > 1 &&
        (root[1] == '>' || root[1] == '#' || root[1] == '/' || name.find(':') < name.find('>')) &&
        tag.find_first_of(" \t\r\n") == std::string_view::npos && !declared;
    if (subject)
        return Syntax::turtle;
    return std::nullopt;
}

bool is_page(std::string_view body) {
    if (body.starts_with("\xEF\xBB\xBF"))
        body.remove_prefix(3);
    skip_space(body);
    return starts_with_any_case(body, "<!doctype html") ||
           starts_with_any_case(root_element(body), "<html");
}

// The first line that is neither empty nor a comment.
std::string_view first_line(std::string_view text) {
    skip_space(text);
    while (text.starts_with("#")) {
        const auto end = text.find('\n');
        text.remove_prefix(end == std::string_view::npos ? text.size() : end);
        skip_space(text);
    }
    return text;
}

bool has_directive(std::string_view text) {
    for (int lines = 0; !text.empty() && lines < 200; ++lines) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        skip_space(line);
        if (starts_with_any_case(line, "@prefix") || starts_with_any_case(line, "@base"))
            return true;
        if ((starts_with_any_case(line, "prefix") || starts_with_any_case(line, "base")) &&
            line.find('<') != std::string_view::npos && line.find('>') != std::string_view::npos)
            return true;
    }
    return false;
}

} // namespace

std::optional<Syntax> syntax_of_body(std::string_view body) {
    if (body.starts_with("\xEF\xBB\xBF"))
        body.remove_prefix(3);
    skip_space(body);
    if (body.empty())
        return std::nullopt;
    if (body.front() == '{' || body.front() == '[') {
        // "[ a dcat:Dataset ] ." opens with a bracket too.
        std::string_view inside = body.substr(1);
        skip_space(inside);
        const bool json = inside.empty() ||
                          std::string_view("{[]}\"").find(inside.front()) != std::string_view::npos;
        return json && !has_directive(body) ? Syntax::json_ld : Syntax::turtle;
    }
    const std::string_view line = first_line(body);
    if (line.starts_with("<")) {
        const auto found = syntax_of_markup(line);
        if (found)
            return found;
        return std::nullopt;
    }
    if (has_directive(body) || line.starts_with("_:"))
        return Syntax::turtle;
    return std::nullopt;
}

std::optional<Syntax> syntax_of_content_type(std::string_view content_type) {
    std::string type = ascii_lowered(content_type.substr(0, content_type.find(';')));
    type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
    const auto found = look_up(media_types, type);
    return found ? found : look_up(other_media_types, type);
}

std::optional<Syntax> syntax_of_name(std::string_view name) {
    name = name.substr(0, name.find_first_of("?#"));
    const auto slash = name.rfind('/');
    if (slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    std::string file = ascii_lowered(name);
    if (file.ends_with(".gz"))
        file.resize(file.size() - 3);
    const auto dot = file.rfind('.');
    return dot == std::string::npos ? std::nullopt
                                    : look_up(extensions, std::string_view(file).substr(dot + 1));
}

std::optional<SyntaxFound> find_syntax(const SyntaxHints& hints) {
    SyntaxFound found;
    if (hints.configured) {
        // An error page is no catalogue, whatever was expected.
        if (is_page(hints.body))
            return std::nullopt;
        found.syntax = *hints.configured;
        return found;
    }
    const auto typed = syntax_of_content_type(hints.content_type);
    const auto named = syntax_of_name(hints.name);
    const auto promised = typed ? typed : named;
    const auto shown = syntax_of_body(hints.body);
    if (!shown) {
        // Markup that is not RDF is never read as Turtle or JSON because of its label.
        std::string_view body = hints.body;
        skip_space(body);
        if (!promised || (body.starts_with("<") && *promised != Syntax::rdf_xml))
            return std::nullopt;
        if (body.starts_with("<") && starts_with_any_case(root_element(body), "<html"))
            return std::nullopt;
        found.syntax = *promised;
        return found;
    }
    found.syntax = *shown;
    if (!promised || *promised == *shown)
        return found;
    // The other syntaxes of the Turtle family begin alike: there the label decides.
    const bool family =
        *shown == Syntax::turtle &&
        (*promised == Syntax::trig || *promised == Syntax::ntriples || *promised == Syntax::nquads);
    if (family && !(has_directive(hints.body) && *promised != Syntax::trig))
        found.syntax = *promised;
    else
        found.promised = promised;
    return found;
}

std::string_view to_string(Syntax syntax) {
    return std::ranges::find(words, syntax, &Pair::second)->first;
}

std::optional<Syntax> syntax_from_string(std::string_view text) {
    return look_up(words, text);
}

std::string_view media_type(Syntax syntax) {
    return std::ranges::find(media_types, syntax, &Pair::second)->first;
}

} // namespace moisson::rdf

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/home_page.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "detect/address.hpp"
#include "net/budget_key.hpp"
#include "net/web_address.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace moisson::detect {
namespace {

constexpr std::size_t searched_bytes = 512 * limits::kib;
constexpr std::size_t links_max = 4;
// Tags looked at while searching for links.
constexpr std::size_t tags_max = 20'000;

bool is_marked(const Software& software, std::string_view page, std::string_view host) {
    constexpr std::string_view of_host = "host:";
    return std::any_of(software.marks.begin(), software.marks.end(), [&](std::string_view mark) {
        if (mark.starts_with(of_host))
            return host.ends_with(mark.substr(of_host.size()));
        return page.find(mark) != std::string_view::npos;
    });
}

// The value of `name="..."` or `name='...'` inside a tag.
std::string_view attribute(std::string_view tag, std::string_view lowered, std::string_view name) {
    for (std::size_t at = lowered.find(name); at != std::string_view::npos;
         at = lowered.find(name, at + 1)) {
        const std::size_t equals = at + name.size();
        if (at == 0 || equals + 1 >= tag.size() || lowered[equals] != '=' ||
            (lowered[at - 1] != ' ' && lowered[at - 1] != '\n' && lowered[at - 1] != '\t'))
            continue;
        const char quote = tag[equals + 1];
        if (quote != '"' && quote != '\'')
            continue;
        const std::size_t end = tag.find(quote, equals + 2);
        if (end == std::string_view::npos)
            return {};
        return tag.substr(equals + 2, end - equals - 2);
    }
    return {};
}

bool names_a_catalogue(std::string_view host) {
    constexpr std::array<std::string_view, 8> beginnings{
        "catalog.",
        "catalogue.",
        "data.",
        "opendata.",
        "donnees.",
        "nada.",
        "geonode.",
        "microdata."};
    return std::any_of(beginnings.begin(), beginnings.end(), [host](std::string_view beginning) {
        return host.starts_with(beginning);
    });
}

bool is_rdf_type(std::string_view type) {
    return type == "application/rdf+xml" || type == "text/turtle" ||
           type == "application/ld+json" || type == "application/n-triples";
}

void add(std::vector<std::string>& list, std::string value) {
    if (list.size() < links_max && std::find(list.begin(), list.end(), value) == list.end())
        list.push_back(std::move(value));
}

void read_link(
    std::string_view tag,
    std::string_view lowered,
    const net::WebAddress& page,
    HomePage& home
) {
    const std::string_view href = attribute(tag, lowered, "href");
    if (href.empty() || href.size() > limits::url_bytes)
        return;
    const Result<net::WebAddress> target = net::resolve_web_address(page, href);
    if (target.has_error())
        return;
    if (lowered.starts_with("<link") && is_rdf_type(ascii_lowered(attribute(tag, lowered, "type"))))
        add(home.rdf_links, target->url());
    if (target->host != page.host && names_a_catalogue(target->host) &&
        net::budget_key(target->host) == net::budget_key(page.host))
        add(home.sisters, site_of(*target));
}

std::string text_between(std::string_view page, std::string_view lowered, std::string_view tag) {
    const std::size_t begin = lowered.find("<" + std::string(tag));
    const std::size_t open = lowered.find('>', begin);
    const std::size_t end = lowered.find("</" + std::string(tag), open);
    if (begin == std::string_view::npos || open == std::string_view::npos ||
        end == std::string_view::npos)
        return {};
    std::string text = repair_utf8(page.substr(open + 1, end - open - 1)).text;
    std::replace_if(
        text.begin(),
        text.end(),
        [](char c) { return c == '\n' || c == '\r'; },
        ' '
    );
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string::npos)
        return {};
    text = text.substr(first, text.find_last_not_of(" \t") - first + 1);
    return std::string(utf8_prefix(text, limits::short_text_bytes));
}

} // namespace

HomePage read_home_page(std::string_view url, std::string_view body) {
    HomePage home;
    const Result<net::WebAddress> address = net::parse_web_address(url);
    if (address.has_error())
        return home;
    const std::string_view page = body.substr(0, searched_bytes);
    const std::string lowered = ascii_lowered(page);
    for (const Software& software : softwares())
        if (is_marked(software, lowered, address->host))
            home.marked.push_back(&software);
    home.title = text_between(page, lowered, "title");
    std::size_t tags = 0;
    for (std::size_t at = lowered.find('<'); at != std::string::npos && tags < tags_max;
         at = lowered.find('<', at + 1), ++tags) {
        const std::string_view rest = std::string_view(lowered).substr(at);
        if (!rest.starts_with("<a ") && !rest.starts_with("<link") && !rest.starts_with("<meta"))
            continue;
        const std::size_t end = rest.find('>');
        if (end == std::string_view::npos)
            break;
        const std::string_view tag = page.substr(at, end);
        const std::string_view low = rest.substr(0, end);
        if (!rest.starts_with("<meta"))
            read_link(tag, low, *address, home);
        else if (const std::string name = ascii_lowered(attribute(tag, low, "name"));
                 home.generator.empty() && name == "generator")
            home.generator = utf8_prefix(
                repair_utf8(attribute(tag, low, "content")).text,
                limits::short_text_bytes
            );
    }
    return home;
}

} // namespace moisson::detect

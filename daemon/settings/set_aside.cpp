// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/set_aside.hpp"

#include "net/web_address.hpp"
#include "settings/option_kinds.hpp"
#include "settings/options.hpp"
#include "settings/set_aside_reader.hpp"

#include <algorithm>

namespace moisson::settings {
namespace {

// Host without "www." and path without final slash: the same portal whatever the scheme.
std::string place_of(std::string_view url) {
    const Result<net::WebAddress> address = net::parse_web_address(url);
    if (address.has_error())
        return std::string(url);
    std::string host = address->host;
    if (host.starts_with("www."))
        host.erase(0, 4);
    const bool usual = address->port == (address->tls ? 443 : 80);
    std::string place = host + (usual ? "" : ":" + std::to_string(address->port)) + address->path;
    while (place.ends_with('/'))
        place.pop_back();
    return place;
}

std::vector<Option<SetAside>> options_of(const Check& key, const Check& country) {
    using O = SetAside;
    const std::vector<std::pair<std::string, SetAsideReason>> reasons = {
        {"dead", SetAsideReason::dead},
        {"alias", SetAsideReason::alias},
        {"no_connector", SetAsideReason::no_connector}};
    return {
        text_option<O>(
            "key",
            [](auto& s) -> auto& { return s.key; },
            key
        ),
        text_option<O>(
            "title",
            [](auto& s) -> auto& { return s.title; }
        ),
        text_option<O>(
            "url",
            [](auto& s) -> auto& { return s.url; },
            check_web_address
        ),
        list_option<O>(
            "countries",
            [](auto& s) -> auto& { return s.countries; },
            country
        ),
        choice_option<O>(
            "why",
            [](auto& s) -> auto& { return s.reason; },
            reasons
        ),
        text_option<O>(
            "software",
            [](auto& s) -> auto& { return s.software; }
        ),
        text_option<O>(
            "endpoint",
            [](auto& s) -> auto& { return s.endpoint; }
        ),
        text_option<O>(
            "note",
            [](auto& s) -> auto& { return s.note; }
        ),
        choice_option<O>(
            "confidence",
            [](auto& s) -> auto& { return s.confidence; },
            confidence_words()
        ),
        text_option<O>(
            "as_of",
            [](auto& s) -> auto& { return s.as_of; },
            check_as_of
        )};
}

} // namespace

std::string_view to_string(SetAsideReason reason) {
    switch (reason) {
    case SetAsideReason::dead:
        return "dead";
    case SetAsideReason::alias:
        return "alias";
    case SetAsideReason::no_connector:
        break;
    }
    return "no_connector";
}

std::vector<std::pair<std::string, std::string>> confidence_words() {
    return {{"high", "high"}, {"medium", "medium"}, {"low", "low"}};
}

std::string check_as_of(const std::string& text) {
    // "2026", "2026-08" or "2026-08-22".
    constexpr std::string_view form = "dddd-dd-dd";
    const bool length = text.size() == 4 || text.size() == 7 || text.size() == 10;
    const bool fine =
        length && std::equal(text.begin(), text.end(), form.begin(), [](char c, char f) {
            return f == 'd' ? c >= '0' && c <= '9' : c == f;
        });
    return fine ? std::string() : "une date est attendue (2026, 2026-08 ou 2026-08-22)";
}

void read_set_aside(
    const YAML::Node& node,
    const Check& check_key,
    const Check& check_country,
    std::vector<SetAside>& into,
    const Reader& reader
) {
    if (node.IsNull())
        return;
    if (!node.IsSequence()) {
        reader.add(node, "set_aside : une liste est attendue");
        return;
    }
    const std::vector<Option<SetAside>> options = options_of(check_key, check_country);
    for (const YAML::Node& item : node) {
        SetAside entry;
        read_section(item, "", options, entry, reader);
        if (entry.key.empty() || entry.url.empty())
            reader.add(
                item,
                fmt::format("portail écarté {} : key et url sont obligatoires", entry.key)
            );
        const bool twice = std::any_of(into.begin(), into.end(), [&entry](const SetAside& other) {
            return other.key == entry.key;
        });
        if (twice)
            reader.add(
                item,
                fmt::format("le portail écarté « {} » est décrit deux fois", entry.key)
            );
        into.push_back(std::move(entry));
    }
}

const SetAside* barred_by(const std::vector<SetAside>& entries, std::string_view url) {
    const std::string place = place_of(url);
    const auto bars = [&place](const SetAside& entry) {
        if (entry.reason == SetAsideReason::no_connector)
            return false;
        const std::string gone = place_of(entry.url);
        return place == gone || place.starts_with(gone + "/");
    };
    const auto found = std::find_if(entries.begin(), entries.end(), bars);
    return found == entries.end() ? nullptr : &*found;
}

Problems check_set_aside(const std::vector<SetAside>& entries, const std::vector<Portal>& portals) {
    Problems problems;
    const auto add = [&problems](std::string message) {
        Problem problem;
        problem.message = std::move(message);
        problems.push_back(std::move(problem));
    };
    for (const Portal& portal : portals) {
        for (const SetAside& entry : entries)
            if (entry.key == portal.key)
                add(fmt::format("le portail « {} » est à la fois décrit et écarté", portal.key));
        for (const Source& source : portal.sources) {
            const SetAside* const entry = barred_by(entries, source.url);
            if (entry != nullptr && source.enabled)
                add(fmt::format(
                    "source {} : {} est écarté ({}, {}) ; s'il est revenu, ôtez « {} » de "
                    "set_aside",
                    source.key,
                    entry->url,
                    to_string(entry->reason),
                    entry->as_of.empty() ? "sans date" : entry->as_of,
                    entry->key
                ));
        }
    }
    return problems;
}

} // namespace moisson::settings

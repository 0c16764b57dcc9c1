// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/evidence.hpp"

#include "cluster/keys.hpp"
#include "core/ascii.hpp"
#include "text/key.hpp"

#include <optional>
#include <set>

namespace moisson::cluster {
namespace {

constexpr std::size_t title_key_min = 8;
constexpr std::size_t titles_max = 4;
constexpr std::size_t names_max = 4;

// "10.5281/zenodo.123", bare, with "doi:" or in an address of doi.org.
std::optional<std::string> doi_in(std::string_view text) {
    constexpr std::string_view resolver = "doi.org/";
    if (const std::size_t at = text.find(resolver); at != std::string_view::npos)
        text.remove_prefix(at + resolver.size());
    else if (ascii_lowered(text.substr(0, 4)) == "doi:")
        text = text::trim(text.substr(4));
    if (!text.starts_with("10."))
        return std::nullopt;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash < 7 || slash > 12 || slash + 1 == text.size())
        return std::nullopt;
    const std::string_view registrant = text.substr(3, slash - 3);
    if (registrant.find_first_not_of("0123456789.") != std::string_view::npos)
        return std::nullopt;
    std::string out = ascii_lowered(text.substr(0, text.find_first_of(" ?#")));
    while (out.ends_with('.') || out.ends_with('/'))
        out.pop_back();
    return out;
}

void add_dois(const Dataset& dataset, Keys& keys) {
    std::set<std::string> found;
    const auto add = [&](std::string_view text) {
        if (const auto doi = doi_in(text::trim(text)); doi && found.size() < names_max)
            found.insert(*doi);
    };
    add(dataset.uri);
    add(dataset.landing_page);
    add(dataset.origin_url);
    for (const std::string& identifier : dataset.identifiers)
        add(identifier);
    for (const std::string& doi : found)
        keys.add(KeyKind::doi, name_of("doi", "doi", doi));
}

void add_uri(const std::string& name, Keys& keys) {
    if (const auto address = split_address(name); address) {
        if (!address->is_home())
            keys.add(KeyKind::uri, name_of("uri", address->host, whole_address(*address)));
    } else if (ascii_lowered(name.substr(0, 4)) == "urn:") {
        const std::string urn = ascii_lowered(name);
        const std::size_t space = urn.find(':', 4);
        // "urn:uuid": everybody draws their own.
        if (space != std::string::npos && !urn.starts_with("urn:uuid:"))
            keys.add(KeyKind::uri, name_of("uri", urn.substr(0, space), urn));
        else if (space != std::string::npos)
            keys.address(urn.substr(space + 1));
    }
}

void add_names(const Dataset& dataset, const Home& home, Keys& keys) {
    add_uri(dataset.uri, keys);
    add_foreign_name(dataset.uri, home, keys);
    std::size_t count = 0;
    for (const std::string& identifier : dataset.identifiers) {
        if (++count > names_max)
            break;
        add_uri(identifier, keys);
        add_foreign_name(identifier, home, keys);
    }
}

void add_own_address(const Dataset& dataset, const Home& home, Keys& keys) {
    for (const std::string* name : {&dataset.remote_url, &dataset.uri})
        if (const auto page = split_address(*name); page && home.has(page->host)) {
            if (const auto record = record_name(*page))
                keys.address(*record);
            if (const auto exact = exact_name(*page))
                keys.address(*exact);
        }
    if (const auto uuid = contained_uuid(dataset.remote_id))
        keys.address(*uuid);
    else if (!home.host().empty() && !dataset.remote_id.empty())
        keys.address(std::string(home.host()) + '|' + dataset.remote_id);
}

void add_titles(const Dataset& dataset, Keys& keys) {
    const std::string publisher = text::vocabulary_key(best_text(dataset.publisher.name, "fr"));
    if (publisher.empty() || dataset.countries.empty())
        return;
    const std::string rest = '\x1f' + publisher + '\x1f' + joined(dataset.countries);
    std::size_t count = 0;
    for (const LangText& title : dataset.title) {
        if (title.machine_translated || ++count > titles_max)
            continue;
        const std::string key = text::vocabulary_key(title.text);
        if (key.size() >= title_key_min)
            keys.add(KeyKind::title, hash_of("title", key + rest));
    }
}

} // namespace

std::vector<EvidenceKey> evidence_keys(const Dataset& dataset, std::string_view portal_url) {
    const Home home(dataset, portal_url);
    Keys keys;
    add_dois(dataset, keys);
    add_names(dataset, home, keys);
    add_own_address(dataset, home, keys);
    add_provenance(dataset, home, keys);
    add_files(dataset, keys);
    add_titles(dataset, keys);
    return keys.take();
}

} // namespace moisson::cluster

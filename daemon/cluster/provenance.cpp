// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where a record says it was taken from: what harvesters noted (research H7.4), pages and files of
// another catalogue, indicators of the World Bank.
#include "cluster/keys.hpp"
#include "core/ascii.hpp"

#include <set>

namespace moisson::cluster {
namespace {

// A host as portals name the one they harvested: "data.humdata.org", "https://data.humdata.org/".
std::string_view host_named(std::string_view portal) {
    if (const auto address = split_address(portal))
        return address->host;
    const bool plain = portal.find_first_of(" /:") == std::string_view::npos;
    if (!plain || portal.find('.') == std::string_view::npos)
        return {};
    return portal.starts_with("www.") ? portal.substr(4) : portal;
}

void add_marks(const Dataset& dataset, const Home& home, Keys& keys) {
    add_foreign_name(dataset.origin_url, home, keys);
    add_foreign_name(dataset.remote_url, home, keys);
    const std::string_view host = host_named(dataset.origin_portal);
    if (contained_uuid(dataset.origin_id))
        add_foreign_name(dataset.origin_id, home, keys);
    else if (!host.empty() && !home.has(host) && !dataset.origin_id.empty())
        keys.origin(std::string(host) + '|' + dataset.origin_id);
}

// A landing page is often the site of a project: only pages of catalogues name a record.
void add_landing_page(const Dataset& dataset, const Home& home, Keys& keys) {
    const auto page = split_address(dataset.landing_page);
    if (!page)
        return;
    bool catalogue = contained_uuid(dataset.landing_page).has_value();
    for (const std::string_view segment : page->segments())
        catalogue = catalogue || is_catalogue_word(segment);
    if (catalogue)
        add_foreign_name(dataset.landing_page, home, keys);
}

// "SP.POP.TOTL" of ".../indicator/SP.POP.TOTL", on any host of the World Bank.
std::string_view indicator_in(const Address& address) {
    if (!address.host.ends_with("worldbank.org"))
        return {};
    const auto segments = address.segments();
    for (std::size_t i = 0; i + 1 < segments.size(); ++i)
        if (segments[i] == "indicator" || segments[i] == "indicators")
            return segments[i + 1];
    return {};
}

// Files and pages that all speak of one record elsewhere. Files of several say nothing.
void add_republished(const Dataset& dataset, const Home& home, Keys& keys) {
    std::set<std::string> records;
    std::set<std::string> indicators;
    const auto look_at = [&](std::string_view url) {
        const auto address = split_address(url);
        if (!address || home.has(address->host))
            return;
        if (const auto record = record_of_file(*address))
            records.insert(*record);
        if (const auto code = indicator_in(*address); !code.empty())
            indicators.insert(ascii_lowered(code));
    };
    for (const Distribution& distribution : dataset.distributions)
        look_at(distribution.url);
    if (records.size() == 1)
        keys.origin(*records.begin());
    look_at(dataset.landing_page);
    look_at(dataset.origin_url);
    // Every country has its own extract of an indicator.
    if (indicators.size() == 1 && !dataset.countries.empty())
        keys.origin("worldbank|" + *indicators.begin() + '|' + joined(dataset.countries));
}

} // namespace

void add_provenance(const Dataset& dataset, const Home& home, Keys& keys) {
    add_marks(dataset, home, keys);
    add_landing_page(dataset, home, keys);
    add_republished(dataset, home, keys);
}

} // namespace moisson::cluster

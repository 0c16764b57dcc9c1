// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The set of files of a dataset: two that list the very same files are one. Services and pages are
// the same for many, so they say nothing.
#include "cluster/keys.hpp"
#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace moisson::cluster {
namespace {

bool is_service(const Address& address) {
    static constexpr std::array<std::string_view, 18> endpoints = {
        "wms",
        "wfs",
        "wcs",
        "wmts",
        "wps",
        "sos",
        "csw",
        "ows",
        "mapserver",
        "featureserver",
        "imageserver",
        "rest",
        "api",
        "graphql",
        "sparql",
        "odata",
        "services",
        "geoserver"};
    const auto segments = address.segments();
    if (!segments.empty() &&
        std::find(endpoints.begin(), endpoints.end(), ascii_lowered(segments.back())) !=
            endpoints.end())
        return true;
    const std::string query = '&' + ascii_lowered(address.query);
    return query.find("&service=") != std::string::npos ||
           query.find("&request=getcapabilities") != std::string::npos;
}

bool is_page(const Distribution& distribution) {
    const std::string& format = distribution.format.code;
    return format == "HTML" || format == "XHTML" || format == "WEBAPP";
}

} // namespace

void add_files(const Dataset& dataset, Keys& keys) {
    std::set<std::string> files;
    for (const Distribution& distribution : dataset.distributions) {
        if (distribution.url_state != UrlState::ok || distribution.format_family == 'S' ||
            is_page(distribution))
            continue;
        const auto address = split_address(distribution.url);
        if (!address || address->is_home() || is_service(*address))
            continue;
        Address file = *address;
        file.fragment = {};
        files.insert(whole_address(file));
    }
    if (files.empty())
        return;
    std::string all;
    for (const std::string& file : files)
        all += file + '\n';
    keys.add(KeyKind::files, hash_of("files", all));
}

} // namespace moisson::cluster

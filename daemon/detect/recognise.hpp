// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What one answer proves. Pure functions of hostile bytes; a status of 200 proves nothing, since
// dead portals and firewalls answer 200 everywhere: only the shape of the answer counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::detect {

struct Answer {
    std::string_view url;
    std::string_view content_type;
    std::string_view body;
};

// What a recognised answer says beside its shape.
struct Sighting {
    std::string version;
    std::string title;
    std::optional<std::int64_t> count;
};

using Recognise = std::optional<Sighting> (*)(const Answer&);

std::optional<Sighting> ckan_search(const Answer& answer);
std::optional<Sighting> udata_list(const Answer& answer);
std::optional<Sighting> opendatasoft_list(const Answer& answer);
std::optional<Sighting> opendatasoft_search(const Answer& answer);
std::optional<Sighting> datafair_list(const Answer& answer);
std::optional<Sighting> nada_search(const Answer& answer);
std::optional<Sighting> csw_capabilities(const Answer& answer);
// The document of a catalogue by its first bytes; its records are the connector's business.
std::optional<Sighting> pod_document(const Answer& answer);
std::optional<Sighting> rdf_catalogue(const Answer& answer);

// Known, but without a connector.
std::optional<Sighting> geonode_list(const Answer& answer);
std::optional<Sighting> knoema_list(const Answer& answer);
std::optional<Sighting> dataverse_version(const Answer& answer);
std::optional<Sighting> dspace_root(const Answer& answer);
std::optional<Sighting> invenio_list(const Answer& answer);
std::optional<Sighting> pxweb_databases(const Answer& answer);
std::optional<Sighting> ogc_api_root(const Answer& answer);
std::optional<Sighting> oai_identify(const Answer& answer);
std::optional<Sighting> sdmx_dataflows(const Answer& answer);

// GET srv/api/site of GeoNetwork, which holds its version.
std::optional<Sighting> geonetwork_site(const Answer& answer);

bool is_html(const Answer& answer);

} // namespace moisson::detect

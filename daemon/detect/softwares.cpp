// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/softwares.hpp"

#include <tuple>

namespace moisson::detect {
namespace {

constexpr std::string_view capabilities = "?service=CSW&version=2.0.2&request=GetCapabilities";

Software ckan() {
    Software row;
    row.name = "ckan";
    row.label = "CKAN";
    row.connector = "ckan";
    row.signatures = {{"api/3/action/package_search?rows=0", ckan_search}};
    row.marks = {"content=\"ckan", "/api/3/action", "ckan.org", "ckanext", "powered by ckan"};
    row.api_paths = {"/api/3", "/api/action", "/dataset", "/organization", "/group"};
    row.places = {"data", "recherche", "catalog"};
    return row;
}

Software udata() {
    Software row;
    row.name = "udata";
    row.label = "udata";
    row.connector = "udata";
    row.signatures = {{"api/1/datasets/?page=1&page_size=1", udata_list}};
    row.marks = {"udata-", "content=\"udata", "udata.js", "/api/1/site", "powered by udata"};
    row.api_paths = {"/api/1", "/api/2", "/datasets", "/organizations"};
    return row;
}

Software opendatasoft() {
    Software row;
    row.name = "opendatasoft";
    row.label = "Opendatasoft";
    row.connector = "opendatasoft";
    row.signatures = {
        {"api/explore/v2.1/catalog/datasets?limit=1", opendatasoft_list},
        {"api/datasets/1.0/search/?rows=1", opendatasoft_search}};
    row.marks = {"opendatasoft", "odswidgets", "host:opendatasoft.com"};
    row.api_paths = {"/api/explore", "/api/datasets/1.0", "/api/v2", "/explore"};
    return row;
}

Software datafair() {
    Software row;
    row.name = "datafair";
    row.label = "Data Fair";
    row.connector = "datafair";
    row.signatures = {
        {"data-fair/api/v1/catalog/datasets?size=1", datafair_list},
        {"data-fair/api/v1/datasets?size=1", datafair_list}};
    row.marks = {"data-fair", "koumoul"};
    row.api_paths = {"/data-fair"};
    return row;
}

Software nada() {
    Software row;
    row.name = "nada";
    row.label = "NADA";
    row.connector = "nada";
    row.signatures = {
        {"index.php/api/catalog/search?ps=1", nada_search},
        {"index.php/api/v2/catalog/search?ps=1", nada_search}};
    row.marks = {"index.php/catalog", "ihsn.org", "nada-", "national data archive", ">nada "};
    row.api_paths = {"/index.php", "/api/catalog", "/api/v2/catalog"};
    row.places = {"nada", "anado"};
    return row;
}

Software geonode() {
    Software row;
    row.name = "geonode";
    row.label = "GeoNode";
    row.connector = "csw";
    row.signatures = {
        {"catalogue/csw?service=CSW&version=2.0.2&request=GetCapabilities", csw_capabilities}};
    row.marks = {"geonode"};
    row.api_paths = {"/catalogue", "/api/datasets", "/api/layers", "/api/v2/datasets"};
    row.address = SourceAddress::endpoint;
    return row;
}

Software geonetwork() {
    Software row;
    row.name = "geonetwork";
    row.label = "GeoNetwork";
    row.connector = "csw";
    row.signatures = {
        {"srv/eng/csw?service=CSW&version=2.0.2&request=GetCapabilities", csw_capabilities}};
    row.marks = {"geonetwork", "/srv/eng/", "/srv/fre/", "catalog.search#"};
    row.api_paths = {"/srv/"};
    row.places = {"geonetwork", "geosource"};
    row.address = SourceAddress::endpoint;
    row.version = {"srv/api/site", geonetwork_site};
    return row;
}

// Any other catalogue service, given by its own address.
Software csw() {
    Software row;
    row.name = "csw";
    row.label = "CSW";
    row.connector = "csw";
    row.signatures = {{capabilities, csw_capabilities}};
    row.address = SourceAddress::endpoint;
    return row;
}

Software arcgis_hub() {
    Software row;
    row.name = "arcgishub";
    row.label = "ArcGIS Hub";
    row.connector = "datajson";
    row.signatures = {{"api/feed/dcat-us/1.1.json", pod_document, Nature::document}};
    row.marks = {
        "hubcdn.arcgis.com",
        "arcgis hub",
        "opendata-ui",
        "host:hub.arcgis.com",
        "host:opendata.arcgis.com"};
    row.api_paths = {"/api/feed"};
    row.address = SourceAddress::document;
    return row;
}

Software dkan() {
    Software row;
    row.name = "dkan";
    row.label = "DKAN";
    row.connector = "datajson";
    row.marks = {"dkan"};
    row.signatures = {{"data.json", pod_document, Nature::document}};
    row.places = {"dkan"};
    row.marked_only = true;
    row.address = SourceAddress::document;
    return row;
}

Software pod() {
    Software row;
    row.name = "datajson";
    row.label = "data.json";
    row.connector = "datajson";
    row.signatures = {{"data.json", pod_document, Nature::document}};
    row.address = SourceAddress::document;
    return row;
}

Software ipt() {
    Software row;
    row.name = "ipt";
    row.label = "GBIF IPT";
    row.connector = "dcat";
    row.signatures = {{"dcat", rdf_catalogue, Nature::document}};
    row.marks = {"integrated publishing toolkit", "gbif ipt"};
    row.places = {"ipt"};
    row.address = SourceAddress::document;
    return row;
}

Software dcat() {
    Software row;
    row.name = "dcat";
    row.label = "DCAT";
    row.connector = "dcat";
    row.signatures = {
        {"catalog.ttl", rdf_catalogue, Nature::document},
        {"catalog.rdf", rdf_catalogue, Nature::document},
        {"catalog.xml", rdf_catalogue, Nature::document},
        {"catalog.jsonld", rdf_catalogue, Nature::document}};
    row.address = SourceAddress::document;
    return row;
}

Software named(
    std::string_view name,
    std::string_view label,
    std::vector<Signature> signatures,
    std::vector<std::string_view> marks
) {
    Software row;
    row.name = name;
    row.label = label;
    row.signatures = std::move(signatures);
    row.marks = std::move(marks);
    return row;
}

std::vector<Software> make_table() {
    std::vector<Software> table = {
        ckan(),
        udata(),
        opendatasoft(),
        datafair(),
        nada(),
        geonode(),
        geonetwork(),
        csw(),
        arcgis_hub(),
        dkan(),
        pod(),
        ipt(),
        dcat(),
        named(
            "geonode-rest",
            "GeoNode (CSW fermé)",
            {{"api/v2/datasets?page_size=1", geonode_list},
             {"api/datasets/?limit=1", geonode_list},
             {"api/layers/?limit=1", geonode_list}},
            {"geonode"}
        ),
        named(
            "knoema",
            "Knoema",
            {{"api/1.0/meta/dataset", knoema_list}},
            {"knoema", "host:opendataforafrica.org"}
        ),
        named("dataverse", "Dataverse", {{"api/info/version", dataverse_version}}, {"dataverse"}),
        named(
            "dspace",
            "DSpace",
            {{"server/api", dspace_root}, {"oai/request?verb=Identify", oai_identify}},
            {"dspace"}
        ),
        named("inveniordm", "InvenioRDM", {{"api/records?size=1", invenio_list}}, {"invenio"}),
        named("pxweb", "PxWeb", {{"api/v1/fr/", pxweb_databases}}, {"pxweb", "px-web"}),
        named(
            "ogcapi",
            "OGC API (pygeoapi, wis2box)",
            {{"oapi?f=json", ogc_api_root}},
            {"wis2box", "pygeoapi"}
        ),
        named("sdmx", "SDMX", {{"rest/dataflow", sdmx_dataflows}}, {"sdmx"})};
    // Named by their home page alone.
    for (const auto& [name, label, mark] :
         {std::tuple{"opensdg", "Open SDG", "open sdg"},
          std::tuple{"socrata", "Socrata", "socrata"},
          std::tuple{"dhis2", "DHIS2", "dhis2"},
          std::tuple{"geoserver", "GeoServer", "geoserver"},
          std::tuple{"lizmap", "Lizmap", "lizmap"},
          std::tuple{"wordpress", "WordPress", "wp-content"},
          std::tuple{"spip", "SPIP", "content=\"spip"},
          std::tuple{"drupal", "Drupal", "content=\"drupal"}})
        table.push_back(named(name, label, {}, {mark}));
    return table;
}

} // namespace

std::span<const Software> softwares() {
    static const std::vector<Software> table = make_table();
    return table;
}

} // namespace moisson::detect

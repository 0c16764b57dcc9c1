// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/protocols.hpp"

#include "portals/csw.hpp"
#include "portals/datafair.hpp"
#include "portals/datajson.hpp"
#include "portals/dcat.hpp"
#include "portals/json_api.hpp"
#include "portals/nada.hpp"
#include "portals/opendatasoft.hpp"
#include "portals/udata.hpp"
#include "portals/udata_recorded.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace moisson::portals {
namespace {

CkanOptions ckan_options(const ProtocolSettings& settings) {
    CkanOptions options;
    options.base_path = settings.base_path;
    options.title = settings.title;
    options.rows_max = settings.rows_max;
    return options;
}

UdataOptions udata_options(const ProtocolSettings& settings) {
    UdataOptions options;
    options.base_path = settings.base_path;
    options.title = settings.title;
    options.page_size_max = settings.rows_max;
    return options;
}

OpendatasoftOptions opendatasoft_options(const ProtocolSettings& settings) {
    OpendatasoftOptions options;
    options.base_path = settings.base_path;
    options.title = settings.title;
    options.rows_max = settings.rows_max;
    return options;
}

UdataAt always(std::shared_ptr<const UdataCatalogue> catalogue) {
    return [catalogue = std::move(catalogue)](Instant) { return catalogue; };
}

using Invented = std::unique_ptr<Protocol> (*)(const ProtocolSettings&, CatalogueAt);

std::unique_ptr<Protocol> invented_ckan(const ProtocolSettings& settings, CatalogueAt catalogue) {
    return make_ckan(ckan_options(settings), std::move(catalogue));
}

std::unique_ptr<Protocol> invented_udata(const ProtocolSettings& settings, CatalogueAt catalogue) {
    return make_udata(udata_options(settings), as_udata(std::move(catalogue)));
}

std::unique_ptr<Protocol>
invented_opendatasoft(const ProtocolSettings& settings, CatalogueAt catalogue) {
    return make_opendatasoft(opendatasoft_options(settings), std::move(catalogue));
}

std::unique_ptr<Protocol>
invented_datafair(const ProtocolSettings& settings, CatalogueAt catalogue) {
    DataFairOptions options;
    options.base_path = settings.base_path;
    options.title = settings.title;
    options.rows_max = settings.rows_max;
    return make_datafair(options, std::move(catalogue));
}

std::unique_ptr<Protocol> invented_nada(const ProtocolSettings& settings, CatalogueAt catalogue) {
    NadaOptions options;
    options.base_path = settings.base_path;
    options.title = settings.title;
    return make_nada(std::move(options), std::move(catalogue));
}

std::unique_ptr<Protocol> invented_csw(const ProtocolSettings& settings, CatalogueAt catalogue) {
    CswOptions options;
    options.path = settings.base_path + "/catalogue/csw";
    options.title = settings.title;
    options.rows_max = settings.rows_max;
    return make_csw(std::move(options), std::move(catalogue));
}

std::unique_ptr<Protocol>
invented_datajson(const ProtocolSettings& settings, CatalogueAt catalogue) {
    DatajsonOptions options;
    options.base_path = settings.base_path;
    options.title = settings.title;
    return make_datajson(std::move(options), std::move(catalogue));
}

std::unique_ptr<Protocol> invented_dcat(const ProtocolSettings& settings, CatalogueAt catalogue) {
    DcatOptions options;
    options.base_path = settings.base_path;
    options.title = settings.title;
    options.page_size = std::min<std::uint64_t>(settings.rows_max, options.page_size);
    return make_dcat(std::move(options), std::move(catalogue));
}

std::unique_ptr<Protocol>
invented_json_api(const ProtocolSettings& settings, CatalogueAt catalogue) {
    JsonApiOptions options;
    options.base_path = settings.base_path;
    options.title = settings.title;
    options.rows_max = settings.rows_max;
    return make_json_api(std::move(options), std::move(catalogue));
}

const std::map<std::string, Invented>& inventions() {
    static const std::map<std::string, Invented> table = {
        {"ckan", invented_ckan},
        {"datajson", invented_datajson},
        {"dcat", invented_dcat},
        {"json", invented_json_api},
        {"csw", invented_csw},
        {"nada", invented_nada},
        {"datafair", invented_datafair},
        {"opendatasoft", invented_opendatasoft},
        {"udata", invented_udata},
    };
    return table;
}

} // namespace

std::unique_ptr<Protocol> invented_protocol(
    const std::string& kind,
    const ProtocolSettings& settings,
    CatalogueAt catalogue
) {
    const auto it = inventions().find(kind);
    if (it == inventions().end())
        throw std::invalid_argument("protocole inconnu : " + kind);
    return it->second(settings, std::move(catalogue));
}

std::vector<RecordedCatalogue> every_recorded(const std::string& corpus) {
    std::vector<RecordedCatalogue> all = recorded_catalogues(corpus);
    for (RecordedCatalogue& recorded : recorded_udata(corpus))
        all.push_back(std::move(recorded));
    for (RecordedCatalogue& recorded : recorded_opendatasoft(corpus))
        all.push_back(std::move(recorded));
    return all;
}

std::vector<NotReplayed> every_not_replayed() {
    std::vector<NotReplayed> all(not_replayed().begin(), not_replayed().end());
    all.insert(all.end(), not_replayed_udata().begin(), not_replayed_udata().end());
    all.insert(all.end(), not_replayed_opendatasoft().begin(), not_replayed_opendatasoft().end());
    return all;
}

std::unique_ptr<Protocol> recorded_protocol(
    const RecordedCatalogue& recorded,
    const std::string& corpus,
    const ProtocolSettings& settings
) {
    if (recorded.kind == "udata")
        return make_udata(udata_options(settings), always(load_udata(recorded, corpus)));
    if (recorded.kind == "opendatasoft") {
        OpendatasoftOptions options = opendatasoft_options(settings);
        options.recorded = true;
        return make_opendatasoft(
            options,
            [catalogue = load_opendatasoft(recorded, corpus)](Instant) { return catalogue; }
        );
    }
    return make_ckan(ckan_options(settings), load_recorded(recorded, corpus));
}

std::uint64_t render_recorded(
    const RecordedCatalogue& recorded,
    const std::string& corpus,
    const std::string& directory
) {
    if (recorded.kind == "udata") {
        const auto catalogue = load_udata(recorded, corpus);
        write_udata(*catalogue, directory);
        return catalogue->listed->size();
    }
    if (recorded.kind != "ckan")
        throw std::invalid_argument("ce catalogue ne se rend pas : " + recorded.key);
    const auto catalogue = load_recorded(recorded, corpus);
    write_mapped(*catalogue, directory);
    return catalogue->size();
}

std::unique_ptr<Protocol>
rendered_protocol(const std::string& directory, const ProtocolSettings& settings) {
    if (is_udata(directory))
        return make_udata(udata_options(settings), always(open_udata(directory)));
    return make_ckan(ckan_options(settings), open_mapped(directory));
}

} // namespace moisson::portals

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /donnees: the catalogue itself as files.
#include "i18n/format.hpp"
#include "pages/site.hpp"

#include <fmt/format.h>

namespace moisson::pages {
namespace {

std::string_view what_is(std::string_view file) {
    if (file == "catalogue.csv.gz")
        return "Tous les jeux de données, une ligne chacun (CSV)";
    if (file == "resources.csv.gz")
        return "Tous les fichiers que les jeux de données proposent (CSV)";
    if (file == "catalogue.ndjson.gz")
        return "Tous les jeux de données, complets (une ligne de JSON chacun)";
    if (file == "catalog.nt.gz")
        return "Le catalogue en DCAT-AP 3 (N-Triples)";
    return {};
}

render::Data file_data(const views::Dump& dump, const views::DumpFile& file) {
    render::Data one;
    render::put(one, "name", file.name);
    render::put(one, "what", std::string(what_is(file.name)));
    render::put(one, "url", fmt::format("{}/{}/{}", routes::api_dumps, dump.name, file.name));
    render::put(one, "bytes", i18n::bytes(file.bytes));
    render::put(one, "rows", i18n::number(file.rows));
    render::put(one, "sha256", file.sha256);
    return one;
}

render::Data dump_data(const views::Dump& dump) {
    render::Data one;
    render::put(one, "date", i18n::date_time(dump.created_at));
    render::put(one, "change", i18n::number(dump.change_number));
    render::Data files = render::list();
    for (const views::DumpFile& file : dump.files)
        files.push_back(file_data(dump, file));
    render::put_list(one, "files", std::move(files));
    return one;
}

} // namespace

net::ServerResponse dumps_page(const Site& site) {
    render::Data data;
    render::Data newest = render::list();
    render::Data older = render::list();
    bool any = false;
    bool several = false;
    if (site.options.dumps)
        for (const views::Dump& dump : site.options.dumps->dumps()) {
            (any ? older : newest).push_back(dump_data(dump));
            several = any;
            any = true;
        }
    render::put_flag(data, "none", !any);
    render::put_flag(data, "has_older", several);
    render::put_list(data, "newest", std::move(newest));
    render::put_list(data, "older", std::move(older));
    render::put(data, "list_url", std::string(routes::api_dumps));
    Head head;
    head.title = "Le catalogue en fichiers";
    head.description = "Le catalogue entier à télécharger, chaque nuit : CSV, JSON, DCAT.";
    head.canonical = std::string(routes::dumps_page);
    head.json_url = std::string(routes::api_dumps);
    return page(site, "dumps", std::move(data), std::move(head));
}

} // namespace moisson::pages

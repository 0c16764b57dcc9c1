// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What machines read first: llms.txt, and the VoID description.
#include "api/problem.hpp"
#include "opendata/dump_writer.hpp"
#include "opendata/site.hpp"
#include "rdf/writer.hpp"

#include <fmt/format.h>

#include <optional>

namespace moisson::opendata {
namespace {

// The newest file of triples, when one stands on the shelf.
void add_graph_dump(const DoorsOptions& options, dcat::VoidDescription& out) {
    const std::optional<views::Dump> newest =
        options.dumps ? options.dumps->newest() : std::optional<views::Dump>();
    if (newest)
        for (const views::DumpFile& file : newest->files)
            if (file.name == catalogue_graph) {
                out.dump =
                    options.public_url.absolute(fmt::format("{}/{}", routes::api_dumps, file.name));
                out.triples = file.rows;
            }
}

} // namespace

net::ServerResponse llms_text(const Site& site) {
    const auto url = [&site](std::string_view path) {
        return site.options.public_url.absolute(path);
    };
    std::string body = fmt::format(
        "# {}\n\n"
        "> Catalogue fédéré de données ouvertes francophones : les fiches de nombreux portails, "
        "moissonnées, normalisées et reliées à leur source. Les fichiers restent chez leurs "
        "producteurs.\n\n"
        "Chaque fiche nomme son portail, sa licence et l’adresse d’origine : citez le producteur, "
        "pas ce catalogue. Tout est en lecture seule et sans inscription.\n\n",
        site.options.site_name
    );
    body += fmt::format(
        "## API JSON\n"
        "- [Recherche]({0}?q=population&country=TG): `q`, filtres `country`, `theme`, `format`, "
        "`licence`, `organization`, `portal` ; `page`, `page_size`, `cursor`, `facets`\n"
        "- [Un jeu de données]({0}/{{id}}): distributions, licence, historique\n"
        "- [Portails]({1}): ce qui est moissonné et dans quel état\n"
        "- Une recherche entière : `{2}`, `{3}`, mêmes paramètres, sans limite\n"
        "- [Le catalogue en fichiers]({4}), chaque nuit\n\n",
        url(routes::api_datasets),
        url(routes::api_portals),
        url(routes::api_datasets_csv),
        url(routes::api_datasets_ndjson),
        url(routes::api_dumps)
    );
    body += fmt::format(
        "## Catalogue entier (DCAT-AP 3)\n"
        "- [Turtle]({0}.ttl), [RDF/XML]({0}.rdf), [JSON-LD]({0}.jsonld), [N-Triples]({0}.nt): "
        "pages Hydra ; `page_size` jusqu’à 500, `modified_since` pour ce qui a changé\n"
        "- `{1}{{id}}.ttl`: un jeu de données\n"
        "- `{2}{{portail}}/catalog.ttl`: un portail ; `{4}{{organisation}}/catalog.ttl`: un "
        "producteur\n"
        "- `{0}.ttl?country=ML&theme=ENVI`: une partie, par les filtres de la recherche\n"
        "- [VoID]({3})\n\n",
        url(routes::catalog_feed),
        url(routes::dataset_feeds),
        url(routes::portal_feeds),
        url(routes::void_description),
        url(routes::organization_feeds)
    );
    body += fmt::format(
        "## Pages\n"
        "- [Jeux de données]({})\n- [Portails]({})\n- [Plan du site]({})\n",
        url(routes::datasets_page),
        url(routes::portals_page),
        url(routes::sitemap)
    );
    return document("text/plain; charset=utf-8", std::move(body));
}

asio::awaitable<net::ServerResponse> void_document(SitePtr site, net::ServerRequest request) {
    const Result<views::FeedPortals> portals = co_await site->data.portals();
    if (!portals)
        co_return api::problem_of(portals.error(), request);
    const routes::PublicUrl& url = site->options.public_url;
    const dcat::CatalogDescription whole = whole_catalog(site->feed, **portals);
    dcat::VoidDescription description;
    description.document = url.absolute(routes::void_description);
    description.iri = whole.iri;
    description.title = whole.title;
    description.description = whole.description;
    description.homepage = whole.homepage;
    description.root = url.absolute(std::string(routes::catalog_feed) + ".ttl");
    description.uri_space = url.absolute(routes::dataset_feeds);
    description.search = url.absolute(routes::opensearch);
    add_graph_dump(site->options, description);
    for (const views::FeedPortal& portal : **portals) {
        description.datasets += portal.datasets;
        if (portal.datasets == 0)
            continue;
        const dcat::CatalogDescription part = portal_catalog(site->feed, portal);
        description.subsets.push_back({part.iri, part.title, portal.datasets});
    }
    rdf::Graph graph;
    dcat::add_void(graph, description);
    graph.seal();
    co_return document("text/turtle", rdf::write(graph, rdf::Syntax::turtle));
}

} // namespace moisson::opendata

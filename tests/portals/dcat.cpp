// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/dcat.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/ckan_listings.hpp"
#include "portals/dcat_things.hpp"
#include "portals/packed.hpp"
#include "portals/shaped_page.hpp"
#include "portals/tampered.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>

namespace moisson::portals {
namespace {

// Where datasets have their pages: an address that the front's own does not change.
const std::string site = "https://donnees.example";

struct Asked {
    RdfSyntax syntax = RdfSyntax::turtle;
    bool packed = false;
    std::uint64_t page = 1;
};

class Dcat final : public Protocol {
public:
    Dcat(DcatOptions options, CatalogueAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "dcat"; }

    std::string operation(const PortalRequest& request) const override {
        std::string_view path = request.path();
        if (!path.starts_with(options_.base_path))
            return {};
        path.remove_prefix(options_.base_path.size());
        if (path == "/robots.txt")
            return "robots";
        return asked(request) ? "catalog" : "";
    }

    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override {
        const auto what = asked(request);
        return what ? std::optional((what->page - 1) * rows()) : std::nullopt;
    }

    std::uint64_t count(Instant now) const override { return catalogue_(now)->size(); }

    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override {
        auto what = asked(request);
        if (!what)
            return ckan_page(request, options_.base_path, options_.title);
        const std::shared_ptr<const Catalogue> catalogue = catalogue_(now);
        // A wrong count is only told: pages lead on as long as there are records.
        Tamper honest = tamper;
        honest.count_factor = 1;
        honest.count_plus = 0;
        const std::uint64_t whole = page_of(*catalogue, 0, 1, "", honest).count;
        const std::uint64_t last =
            std::max<std::uint64_t>(1, (whole + rows_of(tamper) - 1) / rows_of(tamper));
        if (what->page > last && options_.end == HydraEnd::honest)
            return missing();
        what->page = std::min(what->page, last);
        const CkanPage page =
            page_of(*catalogue, (what->page - 1) * rows_of(tamper), rows_of(tamper), "", tamper);
        if (holds_poison(page.ranks, tamper))
            return broken_page();
        std::vector<RdfThing> things;
        RdfThing listing = collection(page);
        std::vector<RdfThing> datasets;
        for (std::size_t i = 0; i < page.ranks.size(); ++i)
            datasets.push_back(
                dcat_dataset(tampered_package(*catalogue, page.ranks[i], tamper, i == 0), site)
            );
        for (const RdfThing& dataset : datasets)
            listing.iri("dcat:dataset", dataset.name);
        const std::uint64_t asked_page = asked(request)->page;
        if (options_.paging != HydraPaging::none)
            add_paging(request, asked_page, last, page.count, listing, things);
        things.insert(things.begin(), std::move(listing));
        std::move(datasets.begin(), datasets.end(), std::back_inserter(things));
        std::string text = write_rdf(things, what->syntax);
        put_raw_bytes(text, tamper);
        return respond(request, *what, std::move(text));
    }

private:
    std::uint64_t rows() const {
        return options_.paging == HydraPaging::none ? std::numeric_limits<std::uint32_t>::max()
                                                    : options_.page_size;
    }
    std::uint64_t rows_of(const Tamper& tamper) const {
        return std::min(rows(), tamper.rows_max.value_or(rows()));
    }

    static ScriptedResponse missing() {
        ScriptedResponse response;
        response.status = 404;
        response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
        response.body = Body("<!DOCTYPE html><title>404</title><p>Page introuvable");
        return response;
    }

    std::optional<Asked> asked(const PortalRequest& request) const {
        static const std::map<std::string_view, RdfSyntax> documents = {
            {"/catalog.ttl", RdfSyntax::turtle},
            {"/catalog.rdf", RdfSyntax::rdf_xml},
            {"/catalog.xml", RdfSyntax::rdf_xml},
            {"/catalog.jsonld", RdfSyntax::json_ld}};
        std::string_view path = request.path();
        if (!path.starts_with(options_.base_path))
            return std::nullopt;
        path.remove_prefix(options_.base_path.size());
        Asked what;
        what.packed = path.ends_with(".gz");
        if (what.packed)
            path.remove_suffix(3);
        const auto document = documents.find(path);
        if (document == documents.end())
            return std::nullopt;
        what.syntax = document->second;
        const auto number = parameter(parse_query(request.query()), "page");
        if (number)
            std::from_chars(number->data(), number->data() + number->size(), what.page);
        what.page = std::max<std::uint64_t>(1, what.page);
        return what;
    }

    RdfThing collection(const CkanPage& page) const {
        RdfThing catalog;
        catalog.name = site;
        catalog.type = "dcat:Catalog";
        catalog.text("dct:title", options_.title.empty() ? "Catalogue" : options_.title, "fr");
        catalog.iri("foaf:homepage", site + "/");
        if (options_.paging == HydraPaging::view)
            catalog.typed("hydra:totalItems", std::to_string(page.count), "xsd:integer");
        return catalog;
    }

    std::string address(const PortalRequest& request, std::uint64_t page) const {
        const std::string origin = options_.internal_origin.empty()
                                       ? "http://" + std::string(header(request.headers, "host"))
                                       : options_.internal_origin;
        return origin + std::string(request.path()) + "?page=" + std::to_string(page);
    }

    void add_paging(
        const PortalRequest& request,
        std::uint64_t page,
        std::uint64_t last,
        std::uint64_t total,
        RdfThing& catalog,
        std::vector<RdfThing>& things
    ) const {
        RdfThing view;
        view.name = address(request, page);
        std::uint64_t next = page < last ? page + 1 : 0;
        if (page >= last && options_.end == HydraEnd::circle)
            next = 1;
        if (page >= last && options_.end == HydraEnd::repeat)
            next = page + 1;
        if (options_.paging == HydraPaging::view) {
            view.type = "hydra:PartialCollectionView";
            catalog.iri("hydra:view", view.name);
            view.iri("hydra:first", address(request, 1));
            view.iri("hydra:last", address(request, last));
            if (next > 0)
                view.iri("hydra:next", address(request, next));
        } else {
            view.type = "hydra:PagedCollection";
            view.text("hydra:firstPage", address(request, 1));
            view.text("hydra:lastPage", address(request, last));
            view.typed("hydra:totalItems", std::to_string(total), "xsd:integer");
            view.typed("hydra:itemsPerPage", std::to_string(options_.page_size), "xsd:integer");
            if (next > 0)
                view.text("hydra:nextPage", address(request, next));
        }
        things.push_back(std::move(view));
    }

    ScriptedResponse
    respond(const PortalRequest& request, const Asked& what, std::string text) const {
        std::string body = what.packed ? gzipped(text) : std::move(text);
        const std::string tag = tag_of(body);
        const bool known = options_.validators && header(request.headers, "if-none-match") == tag;
        ScriptedResponse response;
        response.status = known ? 304 : 200;
        response.headers = {
            {"Content-Type",
             what.packed ? std::string("application/gzip")
                         : std::string(media_type_of(what.syntax)) + "; charset=utf-8"}};
        if (options_.validators)
            response.headers.emplace_back("ETag", tag);
        response.body = Body(known ? std::string() : std::move(body));
        return response;
    }

    DcatOptions options_;
    CatalogueAt catalogue_;
};

} // namespace

std::unique_ptr<Protocol> make_dcat(DcatOptions options, CatalogueAt catalogue) {
    return std::make_unique<Dcat>(std::move(options), std::move(catalogue));
}

} // namespace moisson::portals

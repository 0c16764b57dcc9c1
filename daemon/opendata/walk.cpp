// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A page of a catalogue: read in small steps, made on the cpu pool, bounded in every way.
#include "api/problem.hpp"
#include "async/offload.hpp"
#include "core/limits.hpp"
#include "opendata/site.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::opendata {
namespace {

// What the walk found behind the datasets of the page.
struct Walked {
    std::optional<store::LivePlace> last;
    bool more = false;
};

asio::awaitable<Result<Walked>>
fill(SitePtr site, std::shared_ptr<FeedGraph> graph, std::string portal_key, FeedQuery query) {
    store::LiveQuery step;
    step.portal_key = std::move(portal_key);
    step.changed_since = query.since;
    step.after = query.after;
    step.skip = query.after ? 0 : (query.page - 1) * query.page_size;
    Walked walked;
    std::int64_t left = query.page_size;
    while (left > 0) {
        step.limit = static_cast<int>(std::min<std::int64_t>(left, limits::live_step));
        store::LiveQuery asked = step;
        Result<store::LivePage> page = co_await site->data.page(std::move(asked));
        if (!page)
            co_return page.error();
        walked.more = page->more;
        if (!page->last)
            break;
        walked.last = page->last;
        step.after = page->last;
        step.skip = 0;
        left -= step.limit;
        auto job = [graph, datasets = std::move(page->datasets)] {
            for (const store::LiveDataset& dataset : datasets)
                graph->add(dataset);
            return graph->is_full();
        };
        const bool full = co_await offload(site->options.cpu, std::move(job));
        if (full || !walked.more)
            break;
    }
    co_return walked;
}

dcat::CatalogPage page_of(
    const Site& site,
    const std::string& feed,
    const FeedQuery& query,
    const Walked& walked,
    std::int64_t datasets
) {
    const auto address = [&](std::int64_t page, const std::optional<store::LivePlace>& after) {
        return site.options.public_url.absolute(page_address(feed, query, page, after));
    };
    dcat::CatalogPage page;
    page.iri = address(query.page, query.after);
    page.page_size = query.page_size;
    page.first = address(1, std::nullopt);
    if (query.page > 1)
        page.previous = address(query.page - 1, std::nullopt);
    if (walked.more)
        page.next = address(query.page + 1, walked.last);
    // How many changed since then, nobody counted.
    if (!query.since) {
        page.total = datasets;
        const std::int64_t pages = (datasets + query.page_size - 1) / query.page_size;
        page.last = address(std::max<std::int64_t>(pages, 1), std::nullopt);
    }
    return page;
}

std::int64_t count_of(const std::vector<views::FeedPortal>& portals, const std::string& key) {
    std::int64_t count = 0;
    for (const views::FeedPortal& portal : portals)
        if (key.empty() || portal.key == key)
            count += portal.datasets;
    return count;
}

// Without: the portal does not exist.
bool is_known(const std::vector<views::FeedPortal>& portals, const std::string& key) {
    return key.empty() || std::ranges::find(portals, key, &views::FeedPortal::key) != portals.end();
}

// Counts one page that is being made for as long as it lives.
class Walking {
public:
    explicit Walking(std::shared_ptr<std::atomic<int>> walks)
        : walks_(std::move(walks)), allowed_(walks_->fetch_add(1) < limits::feed_walks) {}
    Walking(const Walking&) = delete;
    Walking& operator=(const Walking&) = delete;
    ~Walking() { walks_->fetch_sub(1); }
    bool allowed() const { return allowed_; }

private:
    std::shared_ptr<std::atomic<int>> walks_;
    bool allowed_ = false;
};

void add_links(net::ServerResponse& response, const dcat::CatalogPage& page) {
    std::string links = fmt::format("<{}>; rel=\"first\"", page.first);
    if (!page.previous.empty())
        links += fmt::format(", <{}>; rel=\"prev\"", page.previous);
    if (!page.next.empty())
        links += fmt::format(", <{}>; rel=\"next\"", page.next);
    response.headers.emplace_back("Link", std::move(links));
}

net::ServerResponse busy(const net::ServerRequest& request) {
    net::ServerResponse response = api::problem(
        503,
        "busy",
        "Trop de lectures du catalogue à la fois",
        "D’autres lecteurs suivent le catalogue en ce moment : redemandez cette page dans quelques "
        "secondes.",
        request
    );
    response.headers.emplace_back("Retry-After", "5");
    return response;
}

} // namespace

asio::awaitable<net::ServerResponse> write_page(
    SitePtr site,
    std::shared_ptr<FeedGraph> graph,
    Door door,
    dcat::CatalogPage page,
    Portals portals
) {
    auto job = [graph, page, portals, syntax = door.format->syntax] {
        if (portals == Portals::told)
            graph->add_portals();
        graph->add_page(page);
        return graph->write(syntax);
    };
    std::string body = co_await offload(site->options.cpu, std::move(job));
    net::ServerResponse response = document(door.format->media_type, std::move(body));
    add_links(response, page);
    co_return response;
}

net::ServerResponse no_such_page(const net::ServerRequest& request) {
    return api::problem(
        404,
        "not-found",
        "Page introuvable",
        "Le catalogue n’a pas autant de pages.",
        request
    );
}

asio::awaitable<net::ServerResponse>
show_page(SitePtr site, Door door, net::ServerRequest request) {
    const bool by_publisher = door.kind == DoorKind::organization_catalog;
    const Walk way = by_publisher ? Walk::index : Walk::store;
    const FeedQuery query = read_feed_query(routes::parse_query(request.query), way);
    if (!query.problems.empty())
        co_return api::parameter_problem(query.problems, request, {});
    const Result<views::FeedPortals> portals = co_await site->data.portals();
    if (!portals)
        co_return api::problem_of(portals.error(), request);
    if (!by_publisher && !is_known(**portals, door.key))
        co_return api::problem_of(Error(Code::not_found), request);
    const Walking walking(site->walks);
    if (!walking.allowed())
        co_return busy(request);
    if (by_publisher || query.selects()) {
        net::ServerResponse part =
            co_await show_chosen(site, std::move(door), query, *portals, std::move(request));
        co_return part;
    }
    auto graph = std::make_shared<FeedGraph>(site->feed, *portals, door.key);
    if (site->options.vocabularies)
        graph->measure_by(site->options.vocabularies());
    const Result<Walked> walked = co_await fill(site, graph, door.key, query);
    if (!walked)
        co_return api::problem_of(walked.error(), request);
    // A copy of another page would send readers round in circles (ckanext-dcat). Behind a place
    // there is none: its datasets went away since the link was given, and the walk ends well.
    if (!walked->last && query.page > 1 && !query.after)
        co_return no_such_page(request);
    const std::string base =
        door.key.empty() ? std::string(routes::catalog_feed) : routes::portal_feed_of(door.key);
    const std::string feed = fmt::format("{}.{}", base, door.format->suffix);
    const dcat::CatalogPage page =
        page_of(*site, feed, query, *walked, count_of(**portals, door.key));
    const bool with_portals = door.key.empty() && query.page == 1 && !query.after;
    const Portals told = with_portals ? Portals::told : Portals::left_out;
    net::ServerResponse response = co_await write_page(site, graph, std::move(door), page, told);
    co_return response;
}

} // namespace moisson::opendata

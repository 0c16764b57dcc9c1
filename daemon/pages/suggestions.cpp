// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a browser offers under its own search field while somebody types, as OpenSearch writes it:
// what was typed, what it may become, what that is, where it leads. /api/v1/suggest says more.
#include "model/text.hpp"
#include "pages/site.hpp"
#include "text/email_mask.hpp"
#include "text/fold.hpp"

#include <nlohmann/json.hpp>

namespace moisson::pages {
namespace {

constexpr std::size_t suggestions_max = 8;
// Of each kind: publishers find room below titles.
constexpr std::size_t kind_max = 6;
// One letter is the beginning of most of the catalogue.
constexpr std::size_t letters_min = 2;

class Offers {
public:
    void add(std::string_view text, std::string_view what, std::string address) {
        if (texts_.size() == suggestions_max)
            return;
        texts_.push_back(moisson::text::mask_emails(std::string(text)));
        kinds_.push_back(what);
        addresses_.push_back(std::move(address));
    }
    std::string text(std::string_view typed) const {
        nlohmann::json out = nlohmann::json::array();
        out.push_back(typed);
        out.push_back(texts_);
        out.push_back(kinds_);
        out.push_back(addresses_);
        return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

private:
    nlohmann::json texts_ = nlohmann::json::array();
    nlohmann::json kinds_ = nlohmann::json::array();
    nlohmann::json addresses_ = nlohmann::json::array();
};

} // namespace

asio::awaitable<net::ServerResponse> suggestions(const Site& site, Call call) {
    const std::string typed(routes::first(call.query, "q"));
    Result<search::Completions> found = search::Completions();
    if (text::fold_trimmed(typed).size() >= letters_min)
        found = co_await site.views.complete(typed, kind_max);
    if (!found)
        co_return error_page(site, found.error(), call.request);
    const routes::PublicUrl& url = site.options.public_url;
    Offers offers;
    for (const search::TitleCompletion& title : found->titles)
        offers.add(
            best_text(title.title, "fr"),
            "Jeu de données",
            url.absolute(routes::dataset_page_of(title.slug))
        );
    for (const search::PublisherCompletion& publisher : found->publishers) {
        routes::Query query;
        query.emplace_back("organization", publisher.value);
        const std::string path = routes::with_query(routes::datasets_page, query);
        offers.add(publisher.label, "Producteur", url.absolute(path));
    }
    net::ServerResponse response;
    response.content_type = "application/x-suggestions+json";
    response.headers.emplace_back("Cache-Control", "public, max-age=60");
    response.body = offers.text(typed);
    co_return response;
}

} // namespace moisson::pages

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/suggest: what a reader who is still typing may mean: titles, publishers, themes, places.
// No counts: those of a search with filters would differ.
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "text/fold.hpp"

#include <array>

namespace moisson::api {
namespace {

// Of each kind.
constexpr int suggestions_usual = 5;
constexpr int suggestions_max = 20;
constexpr std::size_t letters_min = 2;

Json suggestion(std::string_view kind, std::string_view text, std::string_view value) {
    return {{"kind", kind}, {"text", text}, {"value", value}};
}

std::string filtered(const Site& site, std::string_view name, std::string_view value) {
    return site.options.public_url.absolute(routes::with_query(
        routes::datasets_page,
        routes::Query{{std::string(name), std::string(value)}}
    ));
}

void add_labels(
    Json& out,
    const Site& site,
    std::string_view kind,
    std::string_view name,
    std::string_view typed,
    i18n::Lang lang,
    std::size_t count
) {
    for (const std::string_view code : site.labels.codes(name)) {
        const std::string_view label = site.labels.find(name, code, lang);
        if (count == 0)
            return;
        if (!text::has_word_beginning(text::fold(label), typed))
            continue;
        Json one = suggestion(kind, label, code);
        one["links"] = {{"html", filtered(site, name, code)}};
        out.push_back(std::move(one));
        --count;
    }
}

} // namespace

asio::awaitable<net::ServerResponse> show_suggestions(const Site& site, Call call) {
    static constexpr std::array<std::string_view, 3> known{"q", "page_size", "lang_ui"};
    std::vector<routes::ParameterProblem> problems;
    int limit = suggestions_usual;
    read_page_size(call.query, limit, problems);
    if (limit > suggestions_max)
        problems.push_back(invalid_value(
            "page_size",
            routes::first(call.query, "page_size"),
            "un entier de 1 à 20"
        ));
    if (!problems.empty())
        co_return parameter_problem(problems, call.request, {});
    const std::string q(routes::first(call.query, "q"));
    const std::string language(routes::first(call.query, "lang_ui"));
    const i18n::Lang lang = i18n::lang_from_code(language).value_or(i18n::Lang::fr);
    const auto count = static_cast<std::size_t>(limit);
    const std::string typed = text::fold_trimmed(q);
    Json data = Json::array();
    if (typed.size() >= letters_min) {
        const Result<search::Completions> found = co_await site.views.complete(q, count);
        if (!found)
            co_return problem_of(found.error(), call.request);
        const routes::PublicUrl& url = site.options.public_url;
        for (const search::TitleCompletion& title : found->titles) {
            Json one = suggestion("title", best_text(title.title, language), title.slug);
            one["links"] = {
                {"html", url.absolute(routes::dataset_page_of(title.slug))},
                {"self", url.absolute(routes::api_dataset_of(to_string(title.id)))}};
            data.push_back(std::move(one));
        }
        for (const search::PublisherCompletion& publisher : found->publishers) {
            Json one = suggestion("organization", publisher.label, publisher.value);
            one["links"] = {{"html", filtered(site, "organization", publisher.value)}};
            data.push_back(std::move(one));
        }
        add_labels(data, site, "theme", "theme", typed, lang, count);
        add_labels(data, site, "place", "country", typed, lang, count);
    }
    Json body;
    body["query"] = {{"q", q}};
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The page of one dataset.
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "pages/dataset_parts.hpp"
#include "pages/pieces.hpp"
#include "text/clean.hpp"
#include "text/markup.hpp"

#include <algorithm>

namespace moisson::pages {
namespace {

constexpr std::size_t keywords_shown = 30;
constexpr std::size_t meta_description_length = 160;
constexpr int changes_shown = 10;

void put_title(render::Data& data, const LocalizedText& title) {
    const LangText* best_title = best(title, "fr");
    render::put(data, "heading", best_title == nullptr ? "Sans titre" : best_title->text);
    put_lang(data, "title", best_title == nullptr ? std::string_view() : best_title->lang);
}

std::string title_text(const LocalizedText& title) {
    const std::string_view text = best_text(title, "fr");
    return text.empty() ? "Sans titre" : std::string(text);
}

void put_portal(render::Data& data, std::string_view key, std::string_view title) {
    render::put(data, "portal_url", routes::portal_page_of(key));
    render::put(data, "portal_title", std::string(title.empty() ? key : title));
}

void put_keywords(render::Data& data, const std::vector<LangText>& keywords) {
    render::Data list = render::list();
    for (std::size_t i = 0; i < keywords.size() && i < keywords_shown; ++i) {
        render::Data one;
        render::put(one, "label", keywords[i].text);
        render::put(one, "url", search_url("tag", keywords[i].text));
        list.push_back(one);
    }
    render::put_flag(data, "has_keywords", !keywords.empty());
    render::put_list(data, "keywords", std::move(list));
}

void put_life(render::Data& data, const store::DatasetRecord& record) {
    std::string archived;
    std::string missing;
    if (record.state == RecordState::archived || record.state == RecordState::purged) {
        archived = "Il a disparu de son portail";
        if (record.missing_since)
            archived += " le " + i18n::date(*record.missing_since);
        archived += " ; voici ses dernières métadonnées connues.";
    } else if (record.state == RecordState::missing) {
        missing = "Le portail ne le présente plus";
        if (record.missing_since)
            missing += " depuis le " + i18n::date(*record.missing_since);
        missing += " ; il sera archivé si cela se confirme.";
    }
    render::put(data, "archived", i18n::typography(archived));
    render::put(data, "missing", i18n::typography(missing));
}

const std::string& filter_value(const Agent& producer) {
    return producer.slug.empty() ? producer.key : producer.slug;
}

// Where it can be followed; what is archived has no news.
void put_followers(render::Data& data, const Site& site, const store::DatasetRecord& record) {
    const routes::Query of = {{"dataset", to_string(record.id)}};
    const std::string& producer = filter_value(record.dataset.publisher);
    std::string news;
    if (!producer.empty())
        news = routes::with_query(routes::api_datasets_atom, {{"organization", producer}});
    std::string form;
    if (site.options.desk != nullptr)
        form = routes::with_query(routes::subscriptions_page, of);
    render::put_flag(data, "has_followers", record.state != RecordState::archived);
    render::put(data, "alert_feed_url", routes::with_query(routes::api_alerts_atom, of));
    render::put(data, "calendar_url", routes::with_query(routes::api_calendar, of));
    render::put(data, "producer_feed_url", std::move(news));
    render::put(data, "subscribe_url", std::move(form));
}

render::Data fill(
    const Site& site,
    const store::DatasetRecord& record,
    const std::vector<store::LinkReport>& links
) {
    const Dataset& dataset = record.dataset;
    render::Data data;
    put_title(data, dataset.title);
    put_portal(data, record.portal_key, record.portal_title);
    render::put(data, "publisher", std::string(best_text(dataset.publisher.name, "fr")));
    const std::string& producer = filter_value(dataset.publisher);
    render::put(
        data,
        "publisher_url",
        producer.empty() ? std::string() : search_url("organization", producer)
    );
    put_life(data, record);
    render::put_flag(data, "brief", false);
    const LangText* description = best(dataset.description, "fr");
    render::put(
        data,
        "description_html",
        description == nullptr ? std::string() : text::markup_to_safe_html(description->text)
    );
    put_lang(data, "description", description == nullptr ? std::string_view() : description->lang);
    put_keywords(data, dataset.keywords);
    put_resources(data, site, dataset, links);
    put_copies(data, record);
    put_remarks(data, record.issues);
    put_corrections(data, site, dataset.corrections);
    put_taken_down(data, record.taken_down);
    const std::string landing =
        safe_href(!dataset.remote_url.empty() ? dataset.remote_url : dataset.landing_page);
    render::put(data, "landing", landing);
    put_facts(data, site, record);
    put_followers(data, site, record);
    return data;
}

render::Data fill_brief(const search::DisplayRecord& record) {
    render::Data data;
    put_title(data, record.title);
    put_portal(data, record.portal_key, {});
    render::put(data, "publisher", std::string(best_text(record.publisher, "fr")));
    render::put_flag(data, "publisher_url", false);
    const bool archived = record.state == RecordState::archived;
    render::put(data, "archived", archived ? "Il a disparu de son portail." : std::string());
    render::put_flag(data, "missing", record.state == RecordState::missing);
    render::put_flag(data, "brief", true);
    render::put(data, "description_html", text::markup_to_safe_html(record.excerpt.text));
    put_lang(data, "description", record.excerpt.lang);
    render::put_flag(data, "has_keywords", false);
    render::put_flag(data, "has_copies", false);
    render::put_flag(data, "has_remarks", false);
    render::put_flag(data, "has_history", false);
    render::put_flag(data, "has_corrections", false);
    render::put_flag(data, "has_taken_down", false);
    render::put(data, "landing", safe_href(record.landing_page));
    render::put_list(data, "facts", render::list());
    render::put_flag(data, "has_followers", false);
    return data;
}

Head head_of(const store::DatasetRecord& record) {
    Head head;
    head.title = title_text(record.dataset.title);
    head.description = text::excerpt(
        text::markup_to_text(best_text(record.dataset.description, "fr")),
        meta_description_length
    );
    head.canonical = routes::dataset_page_of(record.slug);
    head.json_url = routes::api_dataset_of(to_string(record.id));
    head.section = "datasets";
    if (record.state == RecordState::archived)
        head.robots = "noindex";
    else
        head.rdf_url = routes::dataset_iri_path(to_string(record.id));
    return head;
}

} // namespace

asio::awaitable<net::ServerResponse> dataset_page(const Site& site, Call call) {
    const Result<views::DatasetAnswer> result = co_await site.views.dataset(call.key);
    if (!result)
        co_return error_page(site, result.error(), call.request);
    const views::DatasetAnswer& answer = *result;
    if (answer.outcome == views::DatasetOutcome::not_found)
        co_return error_page(site, 404, call.request);
    if (answer.takedown)
        co_return taken_down_page(site, *answer.takedown);
    const bool other_name = !answer.slug.empty() && answer.slug != call.key;
    if (answer.outcome == views::DatasetOutcome::moved || other_name)
        co_return redirect(site.options.public_url.absolute(routes::dataset_page_of(answer.slug)));
    if (answer.full) {
        store::HistoryQuery query;
        query.dataset = answer.full->id;
        query.limit = changes_shown;
        const Result<store::HistoryPage> history = co_await site.views.history(query);
        // Without them the page says nothing of links.
        const Result<std::vector<store::LinkReport>> links =
            co_await site.views.links(*answer.full);
        const std::vector<store::LinkReport> none;
        render::Data data = fill(site, *answer.full, links ? *links : none);
        put_freshness_verdict(data, site, answer, answer.full->signal.freshness);
        put_quality(data, site, answer);
        // What the badges of its files stand on.
        if (answer.outcome == views::DatasetOutcome::found)
            render::put(data, "links_url", routes::api_links_of(to_string(answer.full->id)));
        put_history(data, site, *answer.full, history ? *history : store::HistoryPage());
        Head head = head_of(*answer.full);
        head.json_ld = dataset_json_ld(site, *answer.full);
        co_return page(site, "dataset", std::move(data), std::move(head));
    }
    if (!answer.brief)
        co_return error_page(site, 410, call.request);
    render::Data data = fill_brief(*answer.brief);
    put_freshness_verdict(data, site, answer, answer.brief->freshness);
    put_quality(data, site, answer);
    Head head;
    head.title = title_text(answer.brief->title);
    head.json_url = routes::api_dataset_of(to_string(answer.brief->id));
    head.section = "datasets";
    co_return page(site, "dataset", std::move(data), std::move(head));
}

} // namespace moisson::pages

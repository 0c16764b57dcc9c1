// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "unit/pages/fake_views.hpp"

#include "unit/pages/fake_values.hpp"

#include <algorithm>
#include <stdexcept>

namespace moisson::test {
namespace {

using search::Facet;

// Weekly, last updated on 6 November 2026.
FreshnessDates fake_freshness() {
    FreshnessDates dates;
    dates.basis = FreshnessBasis::declared;
    dates.evidence = UpdateEvidence::dataset;
    dates.counted_from = day(2026, 11, 6);
    dates.expected_at = day(2026, 11, 13);
    dates.late_at = day(2026, 11, 20);
    dates.very_late_at = day(2026, 11, 27);
    return dates;
}

views::SearchHit
hit(std::string slug,
    views::Marked title,
    std::string lang,
    std::string publisher,
    std::string country,
    std::vector<std::string> formats) {
    views::SearchHit hit;
    search::DisplayRecord& record = hit.record;
    record.id = id_of(slug);
    record.slug = std::move(slug);
    record.portal_key = "togo";
    std::string plain;
    for (const views::MarkedPart& part : title)
        plain += part.text;
    record.title = {{lang, plain, false}};
    record.publisher = {{"fr", publisher, false}};
    record.publisher_slug = "ministere";
    record.countries = {std::move(country)};
    record.themes = {"ENVI"};
    record.formats = std::move(formats);
    record.keywords = {"eau"};
    record.licence = "cc-by-4.0";
    record.licence_title = "Creative Commons Attribution 4.0";
    record.openness = 'O';
    record.modified = on(2024, 5, 3);
    record.first_seen = fake_now() - std::chrono::hours(30);
    record.distributions = 3;
    hit.title = std::move(title);
    hit.title_lang = lang;
    hit.excerpt = {
        {"Localisation et état des points d’", false},
        {"eau", true},
        {" aménagés dans les régions, avec leur débit, leur mode de gestion et la date de la "
         "dernière visite.",
         false}};
    hit.excerpt_lang = "fr";
    hit.publisher = std::move(publisher);
    hit.portal_title = "Données ouvertes du Togo";
    hit.score = 1.5F;
    hit.freshness = {Freshness::a_jour, day(2026, 11, 20)};
    return hit;
}

search::FacetResult facet(Facet which, std::vector<search::FacetItem> items, std::int64_t total) {
    search::FacetResult result;
    result.facet = which;
    result.values_total = total;
    result.items = std::move(items);
    return result;
}

std::vector<search::FacetResult> facets(const search::SearchQuery& query) {
    std::vector<search::FacetResult> all = {
        facet(Facet::country, {{"TG", "", 84, false}, {"ML", "", 30, false}}, 2),
        facet(Facet::theme, {{"ENVI", "", 70, false}, {"AGRI", "", 33, false}}, 14),
        facet(
            Facet::organization,
            {{"ministere", "Ministère de l’Eau & de l’Assainissement", 52, false},
             {"inseed", "INSEED", 18, false}},
            61
        ),
        facet(Facet::portal, {{"togo", "Données ouvertes du Togo", 84, false}}, 1),
        facet(Facet::format, {{"CSV", "", 100, false}, {"GEOJSON", "", 12, false}}, 9),
        facet(Facet::licence, {{"cc-by-4.0", "", 90, false}}, 3)};
    for (search::FacetResult& one : all) {
        const auto& wanted = query.filter(one.facet);
        for (search::FacetItem& item : one.items)
            item.selected = std::find(wanted.begin(), wanted.end(), item.value) != wanted.end();
    }
    std::erase_if(all, [&](const search::FacetResult& one) {
        return std::none_of(query.facets.begin(), query.facets.end(), [&](const auto& wish) {
            return wish.facet == one.facet;
        });
    });
    return all;
}

} // namespace

Instant fake_now() {
    return day(2026, 11, 23) + std::chrono::hours(8);
}

i18n::CodeLabels fake_labels() {
    i18n::CodeLabels labels;
    labels.set("freshness", "a_jour", {"À jour", "Up to date", "محدَّثة"});
    labels.set("freshness", "en_retard", {"En retard", "Late", "متأخرة"});
    labels.set("country", "TG", {"Togo", "Togo", "توغو"});
    labels.set("country", "ML", {"Mali", "Mali", "مالي"});
    labels.set("country", "MA", {"Maroc", "Morocco", "المغرب"});
    for (const auto& [code, name] : std::vector<std::pair<std::string, std::string>>{
             {"AGRI", "Agriculture, pêche, sylviculture et alimentation"},
             {"ECON", "Économie et finances"},
             {"EDUC", "Éducation, culture et sport"},
             {"ENER", "Énergie"},
             {"ENVI", "Environnement"},
             {"GOVE", "Gouvernement et secteur public"},
             {"HEAL", "Santé"},
             {"INTR", "Questions internationales"},
             {"JUST", "Justice, système juridique et sécurité publique"},
             {"OP_DATPRO", "Données provisoires"},
             {"REGI", "Régions et villes"},
             {"SOCI", "Population et société"},
             {"TECH", "Science et technologie"},
             {"TRAN", "Transports"}})
        labels.set("theme", code, {name, "", ""});
    labels.set("format", "GEOJSON", {"GeoJSON", "GeoJSON", "GeoJSON"});
    labels.set("licence", "cc-by-4.0", {"Creative Commons Attribution 4.0", "", ""});
    labels.set("lang", "fr", {"français", "French", "الفرنسية"});
    labels.set("frequency", "ANNUAL", {"annuelle", "annual", "سنوي"});
    labels.set("access", "PUBLIC", {"Public", "Public", "عمومي"});
    return labels;
}

std::vector<views::SearchHit> fake_hits() {
    return {
        hit("togo-points-d-eau",
            {{"Points d’", false}, {"eau", true}, {" du Togo", false}},
            "fr",
            "Ministère de l’Eau & de l’Assainissement",
            "TG",
            {"CSV", "GEOJSON"}),
        hit("maroc-almiyah",
            {{"جودة المياه في الأحواض المائية", false}},
            "ar",
            "المديرية العامة لهندسة المياه",
            "MA",
            {"XLSX"}),
        hit("attaque",
            {{"<script>alert(1)</script> \u202Eexe.csv", false}},
            "",
            "\"><img src=x onerror=alert(1)>",
            "ML",
            {"CSV", "<b>"})};
}

FakeViews::FakeViews() {
    ready.index_ready = true;
    ready.database_ok = true;
    ready.last_contact = fake_now();
    ready.generation = 4711;
}

asio::awaitable<Result<views::SearchPage>>
FakeViews::search(search::SearchQuery query, std::string lang) {
    last_query = query;
    last_lang = std::move(lang);
    if (throws)
        throw std::runtime_error("broken on purpose");
    if (failure)
        co_return *failure;
    views::SearchPage page;
    page.result.total = total;
    page.result.page = query.page;
    page.result.page_size = query.page_size;
    page.result.sort = query.sort.value_or(search::Sort::pertinence);
    page.result.facets = facets(query);
    page.result.generation = ready.generation;
    if (query.cursor)
        page.result.next_cursor = "suite==";
    if (query.text == "populatoin") {
        page.result.suggestion = "population";
        page.result.literal = "\"populatoin\"";
        page.result.warnings = {{search::WarningKind::corrected, "populatoin"}};
    }
    if (query.text == "recensment") {
        page.result.suggestion = "recensement";
        page.result.warnings = {{search::WarningKind::match_part, ""}};
    }
    if (query.text == "~")
        page.result.warnings = {{search::WarningKind::no_words, ""}};
    if (query.text == "rgph")
        page.result.expansions = {{"rgph", {"recensement général"}}};
    if (total > 0)
        page.hits = fake_hits();
    if (query.explain)
        for (views::SearchHit& hit : page.hits)
            hit.explanation = {
                {search::ScoreKind::word, "eau", 1.0},
                {search::ScoreKind::popularity, "", 0.5}};
    co_return page;
}

asio::awaitable<Result<search::Completions>>
FakeViews::complete(std::string text, std::size_t count) {
    if (failure)
        co_return *failure;
    search::Completions out;
    for (const views::SearchHit& hit : fake_hits())
        if (!text.empty() && out.titles.size() < count) {
            search::TitleCompletion title;
            title.id = hit.record.id;
            title.slug = hit.record.slug;
            title.title = hit.record.title;
            out.titles.push_back(std::move(title));
        }
    out.publishers = {{"ministere", publisher_label}};
    co_return out;
}

asio::awaitable<Result<views::DatasetAnswer>> FakeViews::dataset(std::string id_or_slug) {
    if (failure)
        co_return *failure;
    views::DatasetAnswer answer;
    answer.slug = id_or_slug;
    const store::DatasetRecord record = full_record();
    if (id_or_slug == record.slug || id_or_slug == to_string(record.id)) {
        answer.outcome = views::DatasetOutcome::found;
        answer.full = record;
        answer.slug = record.slug;
        answer.full->signal.freshness = fake_freshness();
        answer.freshness = {Freshness::en_retard, day(2026, 11, 20)};
    } else if (id_or_slug == "vieux-nom") {
        answer.outcome = views::DatasetOutcome::moved;
        answer.full = record;
        answer.slug = record.slug;
    } else if (id_or_slug == "archive-budget") {
        answer.outcome = views::DatasetOutcome::gone;
        answer.full = record;
        answer.full->slug = id_or_slug;
        answer.full->state = RecordState::archived;
        answer.full->missing_since = day(2026, 10, 1);
    } else if (id_or_slug == "attaque") {
        answer.outcome = views::DatasetOutcome::found;
        answer.full = hostile_record();
    } else if (id_or_slug == "bref") {
        answer.outcome = views::DatasetOutcome::found_brief;
        answer.brief = fake_hits().front().record;
        answer.brief->slug = id_or_slug;
        answer.brief->excerpt = {"fr", "Points d’eau & forages.", false};
    } else if (id_or_slug == "corrige") {
        answer.outcome = views::DatasetOutcome::found;
        answer.full = corrected_record();
    } else if (id_or_slug == "retrait" || id_or_slug == "retrait-legal") {
        answer.outcome = views::DatasetOutcome::taken_down;
        Takedown& takedown = answer.takedown.emplace();
        takedown.ground = id_or_slug == "retrait" ? TakedownGround::request : TakedownGround::law;
        takedown.reason = "Données <b>personnelles</b>";
        takedown.at = day(2026, 11, 2);
    } else if (id_or_slug == "retire") {
        answer.outcome = views::DatasetOutcome::gone;
    } else {
        answer.outcome = views::DatasetOutcome::not_found;
    }
    co_return answer;
}

asio::awaitable<Result<store::HistoryPage>> FakeViews::history(store::HistoryQuery query) {
    last_history = query;
    if (failure || history_failure)
        co_return failure ? *failure : *history_failure;
    store::HistoryPage page;
    page.total = 3;
    page.first_seen = day(2026, 3, 1);
    page.last_seen = day(2026, 11, 22);
    for (const store::HistoryEntry& entry : history_entries) {
        if (query.before && entry.number >= *query.before)
            continue;
        page.more = static_cast<int>(page.entries.size()) == query.limit;
        if (!page.more)
            page.entries.push_back(entry);
    }
    co_return page;
}

asio::awaitable<Result<views::HomeView>> FakeViews::home(std::string) {
    if (throws)
        throw std::runtime_error("broken on purpose");
    if (failure)
        co_return *failure;
    views::HomeView home;
    home.datasets = 12'480;
    home.distributions = 41'007;
    home.organizations = 934;
    home.portals = 21;
    home.themes = {
        {"ENVI", "", 2310, false},
        {"SOCI", "", 1984, false},
        {"AGRI", "", 1201, false},
        {"HEAL", "", 760, false},
        {"ECON", "", 655, false},
        {"TRAN", "", 1, false}};
    home.countries = {{"TG", "", 1550, false}, {"ML", "", 812, false}, {"MA", "", 4100, false}};
    home.newest = fake_hits();
    home.in_difficulty = {portal_of("mali", "Données ouvertes du Mali", "ML", RunState::failed)};
    home.last_harvest = fake_now() - std::chrono::minutes(42);
    co_return home;
}

} // namespace moisson::test

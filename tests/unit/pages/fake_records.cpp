// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Two datasets made by hand: one complete, one full of hostile texts.
#include "unit/pages/fake_values.hpp"
#include "unit/pages/fake_views.hpp"

namespace moisson::test {
namespace {

Distribution
file(std::string title, std::string url, std::string format, char family, std::int64_t size) {
    Distribution one;
    one.id = DistributionId(uuid5(Uuid{}, url));
    one.title = {{"fr", std::move(title), false}};
    one.url = url;
    one.raw_url = std::move(url);
    one.format = {std::move(format), {}};
    one.format_family = family;
    one.byte_size = size;
    one.modified = on(2024, 5, 3);
    return one;
}

// Taken from HDX, which took it from the office of statistics.
store::DatasetCluster a_cluster(const store::DatasetRecord& record) {
    store::DatasetCluster cluster;
    cluster.id = uuid5(Uuid{}, "grappe");
    const auto add = [&](std::string key, std::string title, Evidence evidence) {
        store::ClusterMember member;
        member.id = id_of(key);
        member.slug = key + "-recensement";
        member.title = best_text(record.dataset.title, "fr");
        member.portal_key = std::move(key);
        member.portal_title = std::move(title);
        member.evidence = {evidence};
        cluster.members.push_back(std::move(member));
    };
    add("instat", "Office de la statistique", Evidence::republication);
    add("hdx", "HDX", Evidence::republication);
    add("mali", record.portal_title, Evidence::same_files);
    cluster.members[1].evidence.push_back(Evidence::same_files);
    cluster.members[2].id = record.id;
    cluster.members[2].slug = record.slug;
    cluster.members[1].origin = cluster.members[0].id;
    cluster.members[2].origin = cluster.members[1].id;
    cluster.members[1].state = RecordState::missing;
    cluster.canonical = cluster.members[0].id;
    cluster.reason = CanonicalReason::named_origin;
    return cluster;
}

} // namespace

store::DatasetRecord full_record() {
    store::DatasetRecord record;
    record.id = id_of("recensement");
    record.slug = "mali-recensement-general-2022";
    record.portal_key = "mali";
    record.portal_title = "Données ouvertes du Mali";
    record.source_key = "mali";
    record.first_seen = day(2025, 1, 1);
    record.changed_at = day(2026, 11, 20);
    Dataset& dataset = record.dataset;
    dataset.remote_id = "rgph-2022";
    dataset.remote_url = "https://mali.example.org/dataset/rgph-2022";
    dataset.title = {{"fr", "Recensement général de la population et de l’habitat 2022", false}};
    dataset.description = {
        {"fr",
         "Résultats du **cinquième recensement** (RGPH5) par région, cercle et commune.\n\n"
         "- population par âge et par sexe ;\n- ménages et conditions d’habitation.\n\n"
         "Voir la [méthodologie](https://mali.example.org/methode).",
         false}};
    dataset.keywords = {{"fr", "recensement", false}, {"fr", "population", false}};
    dataset.themes = {"SOCI"};
    dataset.publisher.key = "instat";
    dataset.publisher.slug = "instat";
    dataset.publisher.name = {{"fr", "Institut national de la statistique", false}};
    dataset.contacts = {{"Service diffusion", "diffusion@instat.example.org", "", "author"}};
    dataset.licence = Licence{
        "cc-by-4.0",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        'O',
        "cc-by"};
    dataset.access_rights = {"PUBLIC", "public"};
    dataset.languages = {"fr"};
    dataset.frequency = {"", "tous les dix ans"};
    dataset.issued = on(2023, 6, 1);
    dataset.modified = on(2024, 5, 3);
    dataset.temporal = {{PartialDate{day(2022, 1, 1), DatePrecision::year}, on(2022, 6, 30)}};
    dataset.spatial = {{"Mali", "", std::nullopt}};
    dataset.countries = {"ML"};
    dataset.country_source = CountrySource::portal;
    dataset.distributions = {
        file(
            "Population par commune",
            "https://mali.example.org/f/population.csv",
            "CSV",
            'T',
            1'234'567
        ),
        file(
            "Limites des communes",
            "https://mali.example.org/f/communes.geojson",
            "GEOJSON",
            'G',
            18'400'000
        )};
    Distribution hidden = file("Extrait interne", "", "XLSX", 'T', 512);
    hidden.url_state = UrlState::private_network;
    hidden.raw_url = "http://192.168.1.4/rgph.xlsx";
    dataset.distributions.push_back(hidden);
    record.issues = {
        Issue(Code::private_url, Stage::normalise, hidden.raw_url),
        Issue(Code::unmapped_frequency, Stage::normalise, "tous les dix ans"),
        Issue(Code::bad_date, Stage::normalise, "31/02/2024"),
        Issue(Code::bad_date, Stage::normalise, "le même jour")};
    record.cluster = a_cluster(record);
    return record;
}

store::DatasetRecord corrected_record() {
    store::DatasetRecord record = full_record();
    record.slug = "corrige";
    record.dataset.corrections = {
        {"licence", "autre <licence>", "cc-by-4.0", "Confirmé par <i>l'INSTAT</i>"},
        {"keyword", "", "recensement", "Mot-clé de la collection", CorrectionAction::add}};
    TakenDownDistribution part;
    part.id = DistributionId(uuid5(Uuid{}, "retirée"));
    part.takedown.ground = TakedownGround::law;
    part.takedown.reason = "Décision de justice";
    part.takedown.at = day(2026, 11, 2);
    record.taken_down = {part};
    return record;
}

store::DatasetRecord hostile_record() {
    store::DatasetRecord record = full_record();
    record.id = id_of("attaque");
    record.slug = "attaque";
    record.portal_title = "<b>Portail</b>";
    const std::string script = "</script><script>alert(1)</script>";
    Dataset& dataset = record.dataset;
    dataset.title = {{"", script + "\u202Egnp.exe", false}};
    dataset.description = {
        {"",
         "<p onclick='alert(1)'>Texte <script>alert(2)</script><a href=\"javascript:alert(3)\">"
         "clic</a> <img src=x onerror=alert(4)></p>",
         false}};
    dataset.keywords = {{"", "\"><script>alert(5)</script>", false}};
    dataset.remote_url = "javascript:alert(6)";
    dataset.licence->url = "data:text/html,<script>alert(7)</script>";
    dataset.licence->code.clear();
    dataset.licence->title = script;
    dataset.licence->raw = script;
    dataset.contacts = {{script, "victime@example.org", "javascript:alert(8)", ""}};
    dataset.distributions = {
        file(script, "javascript:alert(9)", "", '\0', 10),
        file(script, "https://ok.example.org/\"onmouseover=alert(10)", "", '\0', 10)};
    dataset.distributions[0].format.raw = "<svg/onload=alert(11)>";
    record.issues = {
        Issue(Code::unmapped_licence, Stage::normalise, script),
        Issue(Code::unmapped_format, Stage::normalise, "<svg/onload=alert(11)>")};
    record.cluster->members[0].title = script;
    record.cluster->members[0].portal_title = script;
    return record;
}

} // namespace moisson::test

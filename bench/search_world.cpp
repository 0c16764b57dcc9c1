// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search_world.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace moisson::bench {

namespace {

constexpr std::size_t tail_words = 150'000;
constexpr std::size_t topics = 14;
constexpr std::size_t topic_words = 900;
constexpr std::size_t publishers = 25'000;
constexpr std::size_t communes = 20'000;

constexpr std::string_view head_text =
    "données population commune budget transport école santé eau énergie environnement agriculture "
    "département région carte statistique annuel ouvert public service établissement liste "
    "répertoire zone plan réseau route adresse cadastre élection résultat emploi entreprise "
    "logement tourisme culture musée bibliothèque patrimoine équipement sport association marché "
    "dépense recette subvention délibération compte indicateur enquête recensement ménage revenu "
    "prix production consommation électricité gaz déchet collecte air qualité mesure station "
    "pollution bruit risque inondation forêt arbre parc jardin espace vert biodiversité espèce "
    "habitat littoral mer port pêche rivière bassin pluie climat température météo sol culture "
    "parcelle exploitation élevage céréale riz mil maïs coton hôpital centre médecin pharmacie "
    "vaccination maladie mortalité naissance décès mariage famille enfant jeune femme homme âge "
    "scolaire collège lycée université élève étudiant enseignant formation diplôme insertion "
    "chômage salaire métier commerce artisanat industrie investissement exportation importation "
    "douane impôt taxe dette finance loi décret justice police sécurité accident circulation "
    "stationnement vélo bus tramway train gare arrêt horaire ligne fréquentation voyageur aéroport "
    "limite administratif quartier iris bâtiment permis construction urbanisme document zonage "
    "servitude géographique coordonnée fichier base référentiel nomenclature code historique "
    "mensuel "
    "national local territorial métropole intercommunalité mairie préfecture ministère agence "
    "institut office observatoire évaluation suivi programme projet aide développement objectif "
    "pauvreté alimentation nutrition eau potable assainissement accès internet télécommunication "
    "numérique open data";

constexpr std::string_view english_text =
    "data population survey household health school water energy price market production "
    "agriculture trade export import budget expenditure region district map road transport climate "
    "rainfall forest land census poverty education employment income nutrition vaccination "
    "facility "
    "hospital boundary administrative statistics indicator annual monthly quarterly report "
    "development project access internet mobile network electricity consumption rural urban women "
    "children refugees displacement food security crisis flood drought";

constexpr std::string_view arabic_text =
    "بيانات السكان التعليم الصحة الماء الطاقة الفلاحة التجارة النقل الميزانية البلدية الولاية "
    "الإحصاء التعداد السكن التشغيل الأسعار الإنتاج البيئة السياحة الثقافة المدارس المستشفيات "
    "الطرقات الجمعيات الصادرات الواردات الاستثمار المؤسسات النفقات";

constexpr std::string_view boilerplate =
    " Ces données sont mises à disposition par la collectivité dans le cadre de sa démarche "
    "d'ouverture des données publiques.";

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream in{std::string(text)};
    std::vector<std::string> out;
    for (std::string word; in >> word;)
        if (std::find(out.begin(), out.end(), word) == out.end())
            out.push_back(word);
    return out;
}

std::vector<std::string> read_tail(const std::string& path) {
    std::ifstream in(path);
    if (!in)
        throw std::runtime_error("cannot read " + path + " (package wfrench)");
    std::vector<std::string> out;
    for (std::string word; std::getline(in, word);)
        if (word.size() >= 4 && word.find('\'') == std::string::npos)
            out.push_back(word);
    Rng rng(20261122);
    for (std::size_t i = out.size(); i > 1; --i)
        std::swap(out[i - 1], out[rng.below(i)]);
    out.resize(std::min(out.size(), tail_words));
    return out;
}

LangText text_in(const std::string& lang, std::string text) {
    LangText out;
    out.lang = lang;
    out.text = std::move(text);
    return out;
}

PartialDate day(std::uint64_t days_since_2005) {
    PartialDate out;
    out.instant = Instant(std::chrono::hours(24 * static_cast<int>(12'784 + days_since_2005)));
    out.precision = DatePrecision::day;
    return out;
}

} // namespace

Zipf::Zipf(std::size_t count, double exponent, double shift) {
    double sum = 0;
    for (std::size_t rank = 0; rank < count; ++rank) {
        sum += std::pow(static_cast<double>(rank) + shift, -exponent);
        sums_.push_back(sum);
    }
}

std::size_t Zipf::operator()(Rng& rng) const {
    const double wanted = rng.unit() * sums_.back();
    const auto at = std::lower_bound(sums_.begin(), sums_.end(), wanted);
    return static_cast<std::size_t>(at - sums_.begin());
}

World::World(const std::string& dictionary)
    : head_(words_of(head_text)), tail_(read_tail(dictionary)), english_(words_of(english_text)),
      arabic_(words_of(arabic_text)), head_ranks_(head_.size(), 1.0, 4),
      topic_ranks_(topic_words, 1.0, 3), tail_ranks_(tail_.size(), 1.05, 60),
      publisher_ranks_(publishers, 0.9, 10) {}

std::string World::commune(std::uint64_t number) const {
    constexpr std::array<const char*, 12> begins{
        "Saint-",
        "Ville",
        "Mont",
        "Beau",
        "Roche",
        "Font",
        "Cour",
        "Bel",
        "Val",
        "Chate",
        "Mar",
        "Ker"};
    constexpr std::array<const char*, 14> middles{
        "ne",
        "mi",
        "lo",
        "ra",
        "ti",
        "go",
        "vi",
        "da",
        "bou",
        "sa",
        "chi",
        "pe",
        "zo",
        "fa"};
    constexpr std::array<const char*, 10>
        ends{"lieu", "court", "ville", "gny", "sac", "ron", "don", "nay", "mont", "dou"};
    std::string out = begins[number % begins.size()];
    number /= begins.size();
    out += middles[number % middles.size()];
    number /= middles.size();
    out += middles[number % middles.size()];
    number /= middles.size();
    return out + ends[number % ends.size()];
}

std::string World::french_word(Rng& rng, std::size_t topic) const {
    const std::uint64_t kind = rng.below(100);
    if (kind < 40)
        return head_[head_ranks_(rng)];
    if (kind < 65)
        return tail_[(topic * topic_words + topic_ranks_(rng)) % tail_.size()];
    if (kind < 92)
        return tail_[tail_ranks_(rng)];
    if (kind < 95)
        return commune(rng.below(communes));
    return kind < 98 ? std::to_string(2005 + rng.below(21)) : std::to_string(rng.below(100'000));
}

void World::add_words(Rng& rng, std::string& out, std::size_t count, std::size_t topic) const {
    constexpr std::array<const char*, 8>
        between{" de ", " ", " et ", " ", " par ", " des ", " ", ", "};
    for (std::size_t i = 0; i < count; ++i) {
        if (!out.empty())
            out += between[rng.below(between.size())];
        out += french_word(rng, topic);
    }
}

std::string
World::words_in(Rng& rng, const std::string& lang, std::size_t count, std::size_t topic) const {
    std::string out;
    if (lang == "fr") {
        add_words(rng, out, count, topic);
        return out;
    }
    const std::vector<std::string>& own = lang == "en" ? english_ : arabic_;
    for (std::size_t i = 0; i < count; ++i) {
        if (!out.empty())
            out += ' ';
        out += rng.below(5) == 0 ? french_word(rng, topic) : own[rng.below(own.size())];
    }
    return out;
}

void World::fill_texts(Rng& rng, Dataset& dataset, std::size_t topic) const {
    const std::uint64_t kind = rng.below(20);
    const std::string lang = kind == 0 ? "ar" : kind < 3 ? "en" : "fr";
    dataset.languages = {lang};
    dataset.title.push_back(text_in(lang, words_in(rng, lang, 4 + rng.below(7), topic)));
    std::string description = words_in(rng, lang, 25 + rng.below(60), topic);
    if (rng.below(3) == 0)
        description += boilerplate;
    dataset.description.push_back(text_in(lang, std::move(description)));
    for (std::uint64_t left = 2 + rng.below(5); left > 0; --left)
        dataset.keywords.push_back(text_in(lang, words_in(rng, lang, 1 + rng.below(2), topic)));
}

void World::fill_facts(Rng& rng, store::CatalogEntry& entry, std::size_t topic) const {
    static constexpr std::array<const char*, 20> countries{"FR", "SN", "CI", "TN", "MA", "BF", "ML",
                                                           "BJ", "TG", "NE", "CM", "GA", "CD", "MG",
                                                           "DZ", "CG", "GN", "MR", "TD", "RW"};
    static constexpr std::array<const char*, 14> themes{
        "AGRI",
        "ECON",
        "EDUC",
        "ENER",
        "ENVI",
        "GOVE",
        "HEAL",
        "INTR",
        "JUST",
        "REGI",
        "SOCI",
        "TECH",
        "TRAN",
        "OP_DATPRO"};
    static constexpr std::array<const char*, 12> formats{
        "csv",
        "json",
        "xlsx",
        "pdf",
        "geojson",
        "shp",
        "xml",
        "zip",
        "ods",
        "html",
        "kml",
        "wms"};
    static constexpr std::array<const char*, 8>
        licences{"lov2", "odbl", "cc-by", "cc0", "notspecified", "cc-by-sa", "other", "pddl"};
    const std::uint64_t portal = rng.below(8) * rng.below(8);
    entry.portal_key = "portail-" + std::to_string(portal);
    Dataset& dataset = entry.dataset;
    dataset.countries = {countries[portal < 10 ? 0 : portal % countries.size()]};
    dataset.themes = {themes[topic % themes.size()]};
    const std::size_t publisher = publisher_ranks_(rng);
    dataset.publisher.key = "org-" + std::to_string(publisher);
    dataset.publisher.slug = dataset.publisher.key;
    dataset.publisher.name.push_back(text_in("fr", "Mairie de " + commune(publisher)));
    for (std::uint64_t left = 1 + rng.below(4); left > 0; --left) {
        Distribution file;
        file.format.code = formats[rng.below(4) * rng.below(4) % formats.size()];
        file.format_family = 'T';
        file.title.push_back(text_in("fr", head_[head_ranks_(rng)] + " " + file.format.code));
        dataset.distributions.push_back(std::move(file));
    }
    Licence licence;
    licence.code = licences[rng.below(licences.size())];
    dataset.licence = licence;
    dataset.issued = day(rng.below(7'000));
    dataset.modified = day(rng.below(7'600));
    entry.first_seen = day(7'000 + rng.below(600)).instant;
    entry.popularity = static_cast<std::int64_t>(std::pow(10.0, 5 * rng.unit() * rng.unit()));
    entry.signal.quality = static_cast<int>(rng.below(101));
    entry.signal.links = rng.below(8) == 0 ? "broken" : "ok";
}

store::CatalogEntry World::entry(std::uint64_t number, std::uint64_t revision) const {
    // Three in ten are one of a series: the same texts but for a commune and a year.
    const bool series = number % 10 < 3;
    const std::uint64_t root = series ? number / 400 * 400 : number;
    Rng words(root * 2 + 1);
    Rng facts((number + revision * 1'000'003) * 2);
    store::CatalogEntry entry;
    const std::string name = std::to_string(number);
    entry.id = dataset_id_at_first_sight("banc", "t", name);
    entry.slug = "jeu-" + name;
    entry.dataset.remote_id = name;
    const std::size_t topic = words.below(topics);
    fill_texts(words, entry.dataset, topic);
    if (series) {
        const std::string place =
            " " + commune(facts.below(communes)) + " " + std::to_string(2005 + facts.below(21));
        entry.dataset.title.front().text += place;
        entry.dataset.description.front().text += place;
    }
    if (revision > 0)
        entry.dataset.description.front().text += " révision " + std::to_string(revision);
    fill_facts(facts, entry, topic);
    return entry;
}

} // namespace moisson::bench

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Writes the records of an invented catalogue: a record depends on (seed, its number, the day).
#include "portals/generator.hpp"

#include "portals/draw.hpp"
#include "portals/generator_life.hpp"
#include "portals/generator_words.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

std::string uuid_of(Draw draw) {
    const std::uint64_t high = draw.next();
    const std::uint64_t low = draw.next();
    return fmt::format(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32U,
        (high >> 16U) & 0xFFFFU,
        high & 0xFFFU,
        0x8000U | ((low >> 48U) & 0x3FFFU),
        low & 0xFFFFFFFFFFFFULL
    );
}

// "Côte d'Ivoire" -> "cote-d-ivoire"; only the letters of our own words.
std::string slug_of(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, char>, 22> letters = {{
        {"à", 'a'}, {"â", 'a'}, {"ç", 'c'}, {"é", 'e'}, {"è", 'e'}, {"ê", 'e'},
        {"ë", 'e'}, {"î", 'i'}, {"ï", 'i'}, {"ô", 'o'}, {"ù", 'u'}, {"û", 'u'},
        {"ü", 'u'}, {"À", 'a'}, {"Â", 'a'}, {"Ç", 'c'}, {"É", 'e'}, {"È", 'e'},
        {"Ê", 'e'}, {"Î", 'i'}, {"Ô", 'o'}, {"Û", 'u'},
    }};
    std::string slug;
    for (std::size_t i = 0; i < text.size();) {
        const auto letter = std::ranges::find_if(letters, [&](const auto& pair) {
            return text.substr(i).starts_with(pair.first);
        });
        char c = '-';
        if (letter != letters.end()) {
            c = letter->second;
            i += letter->first.size();
        } else {
            if (std::isalnum(static_cast<unsigned char>(text[i])) != 0)
                c = static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
            ++i;
        }
        if (c != '-' || (!slug.empty() && slug.back() != '-'))
            slug += c;
    }
    while (slug.ends_with('-'))
        slug.pop_back();
    return slug;
}

const CountryWords& country_of(const GeneratorOptions& options, Draw& draw) {
    if (options.countries.empty())
        return draw.one_of(country_words());
    const std::string& code = options.countries[draw.below(options.countries.size())];
    const auto found = std::ranges::find(country_words(), code, &CountryWords::code);
    return found == country_words().end() ? country_words().front() : *found;
}

std::string day_text(std::chrono::sys_days day) {
    return ckan_date(Instant(day)).substr(0, 10);
}

// What the parts of one record share.
struct Writer {
    const GeneratorOptions& options;
    const Life& life;
    Draw draw;
    const CountryWords& country;
    const SubjectWords& subject;
    std::string host;
    std::string slug;
    int year;

    Json resources();
    Json extras();
    Json organization();
    std::string notes();
    void add_licence(Json& record);
    std::string date(std::string text);
};

std::string Writer::date(std::string text) {
    static constexpr std::array<std::string_view, 5> odd =
        {"28/9/2013", "septembre 2019", "2021-13-45", "hier", "00/00/0000"};
    if (draw.chance(options.defects.bad_date))
        return std::string(draw.one_of(std::span<const std::string_view>(odd)));
    if (draw.chance(options.defects.future_date))
        return "2999-12-31T00:00:00";
    return text;
}

Json Writer::resources() {
    Json list = Json::array();
    if (draw.chance(options.defects.no_resource))
        return list;
    const std::uint64_t count =
        options.resources > 0 ? static_cast<std::uint64_t>(options.resources) : 1 + draw.below(6);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string_view format = draw.one_of(format_words());
        std::string extension = slug_of(format);
        std::erase(extension, '-');
        Json resource;
        resource["id"] = uuid_of(Draw(options.seed, life.number * 16 + i, "resource"));
        resource["package_id"] = uuid_of(Draw(options.seed, life.number, "id"));
        resource["name"] = fmt::format("{} {} ({})", subject.measure, year, format);
        resource["description"] = std::string(draw.one_of(sentences()));
        std::string url =
            fmt::format("https://{}/fichiers/{}-{}-{}.{}", host, slug, life.number, i, extension);
        if (draw.chance(options.defects.bad_url))
            url = draw.chance(0.5) ? "http//" + host + "/fichier mal nommé.csv" : "à venir";
        resource["url"] = url;
        resource["format"] = std::string(format);
        resource["mimetype"] =
            format == "CSV" || format == "csv" ? Json("text/csv") : Json(nullptr);
        resource["mimetype_inner"] = nullptr;
        resource["size"] = draw.chance(0.5) ? Json(1000 + draw.below(9'000'000)) : Json(nullptr);
        resource["hash"] = "";
        resource["created"] = ckan_date(life.created + std::chrono::minutes(i));
        resource["last_modified"] =
            draw.chance(0.6) ? Json(date(ckan_date(life.modified))) : Json(nullptr);
        resource["metadata_modified"] = ckan_date(life.modified);
        resource["url_type"] = draw.chance(0.5) ? Json("upload") : Json(nullptr);
        resource["resource_type"] = nullptr;
        resource["datastore_active"] = false;
        resource["cache_url"] = nullptr;
        resource["position"] = i;
        resource["state"] = "active";
        list.push_back(std::move(resource));
    }
    return list;
}

Json Writer::extras() {
    Json list = Json::array();
    const auto add = [&](std::string_view key, std::string value) {
        list.push_back({{"key", std::string(key)}, {"value", std::move(value)}});
    };
    if (draw.chance(0.7))
        add(draw.one_of(frequency_keys()), std::string(draw.one_of(frequency_words())));
    if (draw.chance(0.5))
        add("issued", date(day_text(std::chrono::floor<std::chrono::days>(life.created))));
    if (draw.chance(0.4)) {
        add("temporal_start", fmt::format("{}-01-01", year));
        add("temporal_end", fmt::format("{}-12-31", year));
    }
    const auto& [west, south, east, north] = country.box;
    add("spatial",
        fmt::format(
            R"({{"type":"Polygon","coordinates":[[[{0},{1}],[{2},{1}],[{2},{3}],[{0},{3}],[{0},{1}]]]}})",
            west,
            south,
            east,
            north
        ));
    add("spatial-text", std::string(country.name));
    if (draw.chance(0.3))
        add("language", R"(["fr"])");
    return list;
}

Json Writer::organization() {
    const std::string title = fmt::format("{} {} (exemple)", subject.ministry, country.of);
    Json result;
    result["id"] = uuid_of(Draw(options.seed, 0, title));
    result["name"] = slug_of(title);
    result["title"] = title;
    result["type"] = "organization";
    result["description"] = "Organisation inventée pour essayer Moisson.";
    result["image_url"] = "";
    result["is_organization"] = true;
    result["approval_status"] = "approved";
    result["state"] = "active";
    return result;
}

std::string Writer::notes() {
    std::string text = fmt::format("{} {}, année {}.\n\n", subject.measure, country.of, year);
    const std::uint64_t count = 2 + draw.below(5);
    for (std::uint64_t i = 0; i < count; ++i)
        text += std::string(draw.one_of(sentences())) + (i % 2 == 0 ? " " : "\n\n");
    if (draw.chance(options.defects.html_notes))
        text = "<p>" + text + "</p><br/>&nbsp;<b>Source&nbsp;:</b> annuaire &amp; enquêtes";
    return text;
}

void Writer::add_licence(Json& record) {
    const bool odd = draw.chance(options.defects.bad_licence);
    const LicenceWords& licence =
        odd ? draw.one_of(odd_licence_words()) : draw.one_of(licence_words());
    record["license_id"] = std::string(licence.id);
    record["license_title"] = std::string(licence.title);
    if (!licence.url.empty())
        record["license_url"] = std::string(licence.url);
    record["isopen"] = !odd && licence.id != "notspecified";
}

std::string title_of(const Writer& writer, Draw draw) {
    const std::string_view town =
        draw.one_of(std::span<const std::string_view>(writer.country.towns));
    const std::string_view breakdown = draw.one_of(breakdowns());
    switch (draw.below(4)) {
    case 0:
        return fmt::format("{} {}, {}", writer.subject.measure, breakdown, writer.year);
    case 1:
        return fmt::format("{} à {} ({})", writer.subject.measure, town, writer.year);
    case 2:
        return fmt::format(
            "{} {} {} de {} à {}",
            writer.subject.measure,
            breakdown,
            writer.country.of,
            writer.year - 3,
            writer.year
        );
    default:
        return fmt::format("{} – commune de {} – {}", writer.subject.measure, town, writer.year);
    }
}

Json write_record(Writer& writer) {
    Draw& draw = writer.draw;
    const Defects& defects = writer.options.defects;
    std::string title = title_of(writer, Draw(writer.options.seed, writer.life.number, "title"));
    writer.slug = slug_of(title);
    const std::string name = fmt::format(
        "{}-{}{}",
        writer.slug.substr(0, 80),
        writer.life.number,
        writer.life.renames > 0 ? fmt::format("-r{}", writer.life.renames) : ""
    );
    const std::string contact = draw.chance(defects.bad_email)
                                    ? "contact ät exemple"
                                    : fmt::format("contact@{}", writer.host);
    Json record;
    record["id"] = uuid_of(Draw(writer.options.seed, writer.life.number, "id"));
    record["name"] = name;
    record["title"] = draw.chance(defects.missing_title) ? std::string() : title;
    record["notes"] = writer.notes();
    record["author"] = std::string(writer.subject.ministry);
    record["author_email"] = contact;
    record["maintainer"] = "Cellule des données ouvertes";
    record["maintainer_email"] = contact;
    writer.add_licence(record);
    record["organization"] = writer.organization();
    record["owner_org"] = record["organization"]["id"];
    record["private"] = draw.chance(defects.is_private);
    record["state"] = "active";
    record["type"] = draw.chance(defects.not_dataset) ? "harvest" : "dataset";
    record["url"] =
        draw.chance(0.3) ? fmt::format("https://{}/publications/{}", writer.host, name) : "";
    record["version"] = writer.life.changes > 0 ? fmt::format("{}", writer.life.changes + 1) : "";
    record["metadata_created"] = ckan_date(writer.life.created);
    record["metadata_modified"] = ckan_date(writer.life.modified);
    record["creator_user_id"] = uuid_of(Draw(writer.options.seed, 1, "user"));
    Json tags = Json::array();
    for (const std::string_view tag : writer.subject.tags)
        if (draw.chance(0.8))
            tags.push_back(
                {{"id", uuid_of(Draw(writer.options.seed, 2, tag))},
                 {"name", std::string(tag)},
                 {"display_name", std::string(tag)},
                 {"state", "active"},
                 {"vocabulary_id", nullptr}}
            );
    record["num_tags"] = tags.size();
    record["tags"] = std::move(tags);
    Json group;
    group["name"] = std::string(writer.subject.group);
    group["title"] = std::string(writer.subject.group_title);
    group["display_name"] = std::string(writer.subject.group_title);
    record["groups"] = Json::array({std::move(group)});
    record["extras"] = writer.extras();
    Json resources = writer.resources();
    record["num_resources"] = resources.size();
    record["resources"] = std::move(resources);
    return record;
}

Json record_json(const GeneratorOptions& options, const Life& life) {
    Draw draw(options.seed, life.number, "record");
    const CountryWords& country = country_of(options, draw);
    const SubjectWords& subject = draw.one_of(subject_words());
    const int year = 2008 + static_cast<int>(draw.below(18));
    std::string host = options.host.empty() ? std::string(country.host) : options.host;
    Writer writer{options, life, draw, country, subject, std::move(host), {}, year};
    Json record = write_record(writer);
    // Lengthened with sentences until the text has the size asked for.
    if (options.record_bytes > 0) {
        std::size_t size = record.dump().size();
        std::string notes = record["notes"].get<std::string>();
        while (size < options.record_bytes) {
            const std::string_view sentence = writer.draw.one_of(sentences());
            notes += "\n\n" + std::string(sentence);
            size += sentence.size() + 4;
        }
        record["notes"] = std::move(notes);
    }
    return record;
}

} // namespace

std::vector<std::string> generator_countries() {
    std::vector<std::string> codes;
    for (const CountryWords& country : country_words())
        codes.emplace_back(country.code);
    return codes;
}

std::string generate_record(const GeneratorOptions& options, std::uint64_t k) {
    return record_json(options, life_of(options, k)).dump();
}

std::shared_ptr<const Catalogue> generate(const GeneratorOptions& options) {
    CatalogueBuilder builder(false);
    for (const Life& life : lives(options))
        builder.add(record_json(options, life));
    return builder.build();
}

} // namespace moisson::portals

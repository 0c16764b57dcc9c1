// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "json/description.hpp"

#include "core/digest.hpp"

#include <algorithm>

namespace moisson::paths {
namespace {

constexpr int item_keys_max = 3;
// Grows when the code of the mapping changes.
constexpr int code_version = 1;

bool has_mark(const std::vector<std::string>& addresses, std::string_view mark) {
    return std::all_of(addresses.begin(), addresses.end(), [&](const std::string& address) {
        return address.find(mark) != std::string::npos;
    });
}

bool parse_all(const JsonDescription::Fields& fields, Expressions& expressions) {
    for (const auto& [name, alternatives] : fields) {
        std::optional<Expression> expression = Expression::parse(alternatives);
        if (!expression)
            return false;
        expressions.emplace(name, std::move(*expression));
    }
    return true;
}

class VersionDigest {
public:
    void text(std::string_view value) {
        digest_.update(std::to_string(value.size()) + ":");
        digest_.update(value);
    }
    void list(const std::vector<std::string>& values) {
        text(std::to_string(values.size()));
        for (const std::string& value : values)
            text(value);
    }
    void fields(const JsonDescription::Fields& values) {
        text(std::to_string(values.size()));
        for (const auto& [name, alternatives] : values) {
            text(name);
            list(alternatives);
        }
    }
    int finish() {
        const Digest digest = digest_.finish();
        int number = 0;
        for (std::size_t i = 0; i < 3; ++i)
            number = number * 256 + std::to_integer<int>(digest[i]);
        return number;
    }

private:
    Sha256 digest_;
};

// What decides how a stored record is mapped; addresses and paging do not.
int version_of(const JsonDescription& words) {
    VersionDigest digest;
    digest.text(std::to_string(code_version));
    digest.list(words.id);
    digest.fields(words.fields);
    digest.text(words.distributions);
    digest.fields(words.distribution);
    for (const auto& [name, value] : words.constants) {
        digest.text(name);
        digest.text(value);
    }
    return digest.finish();
}

} // namespace

const std::vector<std::string>& field_names() {
    static const std::vector<std::string> names = {
        "access_rights",   "conforms_to",  "contact_email", "contact_name",
        "contact_url",     "country",      "created",       "description",
        "frequency",       "identifiers",  "issued",        "keywords",
        "landing_page",    "languages",    "licence",       "licence_url",
        "modified",        "page",         "provenance",    "publisher",
        "publisher_email", "publisher_id", "publisher_url", "record_modified",
        "spatial",         "temporal",     "temporal_end",  "temporal_start",
        "themes",          "title",        "uri",           "version"};
    return names;
}

const std::vector<std::string>& localized_fields() {
    static const std::vector<std::string> names = {"description", "publisher", "title"};
    return names;
}

const std::vector<std::string>& distribution_field_names() {
    static const std::vector<std::string> names = {
        "access_url",
        "checksum",
        "description",
        "format",
        "id",
        "issued",
        "kind",
        "languages",
        "licence",
        "media_type",
        "modified",
        "size",
        "title",
        "url"};
    return names;
}

std::string list_fault(const std::string& text) {
    const std::string bare = with_numbers(text, {{"page", ""}, {"offset", ""}, {"size", ""}});
    if (bare.find_first_of("{}") != std::string::npos)
        return "« " + text + " » : seuls {page}, {offset} et {size} sont permis ici";
    return {};
}

std::string items_fault(const std::string& text) {
    if (std::string fault = path_fault(text); !fault.empty())
        return fault;
    const std::optional<std::string> keys = Path::parse(text)->keys();
    if (keys && std::count(keys->begin(), keys->end(), '.') < item_keys_max)
        return {};
    return "« " + text + " » : trois clés au plus, sans crochets, mènent à la liste des fiches";
}

std::vector<std::string> description_faults(const JsonDescription& words) {
    std::vector<std::string> faults;
    const auto require = [&faults](bool fine, const char* fault) {
        if (!fine)
            faults.emplace_back(fault);
    };
    require(!words.list.empty(), "list est obligatoire : l'adresse de la liste des fiches");
    require(
        words.fields.contains("title") || words.fields.contains("title@fr") ||
            words.fields.contains("title@en"),
        "fields.title est obligatoire"
    );
    require(
        words.paging != JsonPaging::page || has_mark(words.list, "{page}"),
        "paging: page demande {page} dans chaque adresse de list"
    );
    require(
        words.paging != JsonPaging::offset || has_mark(words.list, "{offset}"),
        "paging: offset demande {offset} dans chaque adresse de list"
    );
    require(
        words.paging != JsonPaging::next || !words.next.empty(),
        "paging: next demande next, le chemin de l'adresse suivante"
    );
    require(
        words.distributions.empty() || !words.distribution.empty(),
        "distributions demande distribution, les champs de chaque fichier"
    );
    require(
        words.distribution.empty() || words.distribution.contains("url") ||
            words.distribution.contains("access_url"),
        "distribution demande url ou access_url"
    );
    return faults;
}

std::optional<Description> ready(const JsonDescription& words) {
    if (!description_faults(words).empty() || !items_fault(words.items).empty())
        return std::nullopt;
    Description description;
    description.words = words;
    const std::optional<Path> items = Path::parse(words.items);
    const std::optional<Path> next = Path::parse(words.next);
    const std::optional<Path> total = Path::parse(words.total);
    const std::optional<Path> detail_item = Path::parse(words.detail_item);
    const std::optional<Expression> id =
        Expression::parse(words.id.empty() ? std::vector<std::string>{"id"} : words.id);
    if (!items || !next || !total || !detail_item || !id ||
        !parse_all(words.fields, description.fields) ||
        !parse_all(words.distribution, description.distribution))
        return std::nullopt;
    description.items = items->keys().value_or("");
    description.next = *next;
    description.total = *total;
    description.id = *id;
    description.detail_item = *detail_item;
    if (!words.detail.empty()) {
        description.detail = Template::parse(words.detail);
        if (!description.detail)
            return std::nullopt;
    }
    if (!words.distributions.empty()) {
        description.distributions = Path::parse(words.distributions);
        if (!description.distributions)
            return std::nullopt;
    }
    description.version = version_of(words);
    return description;
}

} // namespace moisson::paths

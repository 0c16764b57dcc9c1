// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paths and templates on any JSON: first line a path, second a template, then the document.
// Promises: a text is a path exactly when no fault is told, paths give bounded lists of values, the
// keys of a path lead where the path leads; a list read with a description holds sound records.
#include "fuzz/records.hpp"
#include "json/description.hpp"
#include "json/mapping.hpp"
#include "json/wire.hpp"

namespace moisson::fuzz {
namespace {

paths::Description description_of() {
    JsonDescription words;
    words.list = {"/api/jeux?page={page}"};
    words.paging = JsonPaging::page;
    words.items = "resultats.jeux";
    words.total = "total";
    words.id = {"reference", "id"};
    words.fields = {
        {"title", {"titre", "nom"}},
        {"description", {"resume"}},
        {"modified", {"dates.maj"}},
        {"keywords", {"mots_cles[*]", "mots_cles"}},
        {"page", {"/jeu/{reference}"}},
        {"spatial", {"geo"}}};
    words.distributions = "fichiers";
    words.distribution = {{"title", {"nom"}}, {"url", {"lien"}}, {"size", {"taille"}}};
    words.volatile_keys = {"consultations"};
    return paths::ready(words).value();
}

void check_path(std::string_view text, const json::Value& root) {
    const std::string path_text = clean(text);
    const auto path = paths::Path::parse(path_text);
    require(path.has_value() == paths::path_fault(path_text).empty(), "a fault or a path");
    if (!path)
        return;
    const auto values = path->find(root);
    require(values.size() <= paths::values_max, "values are few");
    require((path->first(root) != nullptr) == !values.empty(), "the first is one of all");
    if (const auto keys = path->keys()) {
        const auto same = paths::Path::parse(*keys);
        if (same && same->keys() == keys)
            require(same->find(root) == values, "keys lead where the path leads");
    }
}

void check_template(std::string_view text, const json::Value& root) {
    const std::string template_text = clean(text);
    const auto one = paths::Expression::parse({template_text});
    require(
        one.has_value() == paths::expression_fault(template_text).empty(),
        "a fault or an expression"
    );
    if (!one)
        return;
    require_clean(one->text(root), "a text");
    for (const std::string& found : one->texts(root))
        require_clean(found, "one of the texts");
    for (const std::string& found : one->raw_texts(root))
        require_clean(found, "one of the raw texts");
    for (const LangText& found : one->localized(root))
        require_clean(found.text, "a localised text");
}

} // namespace

void json_paths(std::string_view input) {
    const Steered path = steered(input);
    const Steered expression = steered(path.rest);
    static const paths::Description description = description_of();
    const std::string body = clean(expression.rest);
    if (const auto root = json::parse(body)) {
        check_path(path.first, *root);
        check_template(expression.first, *root);
    }
    const auto page = paths::read_list(body, "https://portail.exemple/api/jeux", description);
    if (page.has_error())
        return;
    check_issues(page->issues);
    require(
        page->received >= static_cast<std::int64_t>(page->items.size()),
        "a page gives no more than it received"
    );
    require_clean(page->next, "the next address");
    for (const json::Value& item : page->items) {
        bool synthetic = false;
        std::string id = paths::identify(item, "essai", description, synthetic);
        if (id.empty())
            continue;
        const kit::WireRecord record = paths::wire_record(std::move(id), item, description);
        check_record(record, [](std::string_view canonical, std::vector<Issue>& issues) {
            return paths::map_item(canonical, description, issues);
        });
    }
}

} // namespace moisson::fuzz

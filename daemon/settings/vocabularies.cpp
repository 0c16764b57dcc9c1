// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reading the tables that normalise wants.
#include "settings/vocabularies.hpp"

#include "i18n/details.hpp"
#include "model/freshness.hpp"
#include "settings/text_file.hpp"

#include <map>
#include <string>
#include <utility>

namespace moisson::settings {
namespace {

i18n::CodeLabels::Label label(const normalise::Labels& labels) {
    i18n::CodeLabels::Label out;
    out.fr = labels.fr;
    out.en = labels.en;
    out.ar = labels.ar;
    return out;
}

} // namespace

LoadedVocabularies load_vocabularies(const std::filesystem::path& folder) {
    LoadedVocabularies out;
    std::map<std::string, std::string, std::less<>> files;
    for (const std::string_view name : normalise::Vocabularies::file_names()) {
        const std::filesystem::path path = folder / name;
        TextFile read = read_text_file(path);
        if (read.problem.empty())
            files.emplace(std::string(name), std::move(read.text));
        else
            out.problems.push_back(Problem{path.string(), 0, read.problem});
    }
    if (!out.ok())
        return out;
    auto loaded = normalise::Vocabularies::load(files);
    if (loaded.has_error())
        out.problems.push_back(Problem{
            folder.string(),
            0,
            i18n::detail_text(loaded.error().code, loaded.error().detail)});
    else
        out.vocabularies = std::move(*loaded);
    return out;
}

namespace {

// Not a vocabulary of the portals, and found like one.
void add_freshness(i18n::CodeLabels& out) {
    const auto set = [&out](Freshness state, const char* fr, const char* en, const char* ar) {
        out.set("freshness", to_string(state), i18n::CodeLabels::Label{fr, en, ar});
    };
    set(Freshness::a_jour, "À jour", "Up to date", "محدَّثة");
    set(Freshness::attendue, "Mise à jour attendue", "Update expected", "تحديث منتظر");
    set(Freshness::en_retard, "En retard", "Late", "متأخرة");
    set(Freshness::tres_en_retard, "Très en retard", "Very late", "متأخرة جدًا");
    set(Freshness::sans_objet, "Sans objet", "Not applicable", "لا ينطبق");
    set(Freshness::inconnue, "Inconnue", "Unknown", "غير معروفة");
}

} // namespace

i18n::CodeLabels labels_of(const normalise::Vocabularies& vocabularies) {
    i18n::CodeLabels out;
    for (const auto& row : vocabularies.themes())
        out.set("theme", row.code, label(row.labels));
    for (const auto& row : vocabularies.countries())
        out.set("country", row.code, label(row.labels));
    for (const auto& row : vocabularies.formats()) {
        i18n::CodeLabels::Label name;
        name.fr = row.display;
        name.en = row.display;
        out.set("format", row.code, name);
    }
    for (const auto& row : vocabularies.families())
        out.set("format_family", std::string(1, row.family), label(row.labels));
    for (const auto& row : vocabularies.licences())
        out.set("licence", row.code, label(row.labels));
    for (const auto& row : vocabularies.languages())
        out.set("lang", row.tag(), label(row.labels));
    for (const auto& row : vocabularies.access_rights())
        out.set("access", row.code, label(row.labels));
    for (const auto& row : vocabularies.frequencies())
        out.set("frequency", row.code, label(row.labels));
    out.set("type", "dataset", {"Jeu de données", "Dataset", "مجموعة بيانات"});
    out.set("type", "series", {"Série de jeux de données", "Dataset series", "سلسلة بيانات"});
    add_freshness(out);
    return out;
}

} // namespace moisson::settings

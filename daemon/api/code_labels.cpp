// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/code_labels.hpp"

namespace moisson::api {
namespace {

i18n::CodeLabels::Label label(const normalise::Labels& labels) {
    return {labels.fr, labels.en, labels.ar};
}

} // namespace

i18n::CodeLabels code_labels(const normalise::Vocabularies& vocabularies) {
    i18n::CodeLabels all;
    for (const auto& row : vocabularies.frequencies())
        all.set("frequency", row.code, label(row.labels));
    for (const auto& row : vocabularies.formats())
        all.set("format", row.code, {row.display, row.display, row.display});
    for (const auto& row : vocabularies.families())
        all.set("format_family", std::string(1, row.family), label(row.labels));
    for (const auto& row : vocabularies.licences())
        all.set("licence", row.code, label(row.labels));
    all.set("licence", "?", {"Licence non reconnue", "Unrecognised licence", "رخصة غير معروفة"});
    for (const auto& row : vocabularies.themes())
        all.set("theme", row.code, label(row.labels));
    for (const auto& row : vocabularies.access_rights())
        all.set("access", row.code, label(row.labels));
    for (const auto& row : vocabularies.countries())
        all.set("country", row.code, label(row.labels));
    for (const auto& row : vocabularies.languages())
        all.set("lang", row.tag(), label(row.labels));
    all.set("type", "dataset", {"Jeu de données", "Dataset", "مجموعة بيانات"});
    all.set("type", "series", {"Série de jeux de données", "Dataset series", "سلسلة بيانات"});
    return all;
}

} // namespace moisson::api

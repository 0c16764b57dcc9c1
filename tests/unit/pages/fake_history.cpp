// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "unit/pages/fake_values.hpp"

namespace moisson::test {

std::vector<store::HistoryEntry> fake_history() {
    store::HistoryEntry updated;
    updated.number = 2;
    updated.at = day(2026, 11, 20);
    updated.cause = store::ChangeCause::updated;
    updated.run = RunId(41);
    updated.diff.changes = {
        {"title", "fr", "Recensement 2022", "Recensement général 2022"},
        {"title", "ar", std::nullopt, "الإحصاء العام"},
        {"licence", "", "notspecified", "cc-by-4.0"},
        {"keywords", "", "</li><script>alert(1)</script>", std::nullopt},
        {"contacts", "", std::nullopt, std::nullopt},
        {"distributions", "Tableaux", std::nullopt, "https://mali.example.org/tableaux.csv"},
        {"distributions.format", "Rapport", "PDF", "XLSX"},
        {"distributions.byte_size", "Rapport", "1200000", "1300000"},
        {"themes", "", std::nullopt, "SOCI"}};
    updated.diff.omitted = 4;
    store::HistoryEntry revived;
    revived.number = 1;
    revived.at = day(2026, 10, 2);
    revived.cause = store::ChangeCause::revived;
    store::HistoryEntry created;
    created.at = day(2026, 3, 1);
    created.run = RunId(12);
    return {updated, revived, created};
}

} // namespace moisson::test

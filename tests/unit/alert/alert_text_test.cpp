// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every kind in French (golden), and every reason code that the engine gives has words.
#include "alert/inhibition.hpp"
#include "i18n/alert_text.hpp"
#include "model/alert.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace moisson::i18n {
namespace {

const Instant start{std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)};

AlertFacts facts_of(AlertKind kind) {
    AlertFacts out;
    out.kind = to_string(kind);
    out.severity = "warning";
    out.subject = "urn:moisson:portal:bf";
    out.portal_title = "Données ouvertes du Burkina Faso";
    out.dataset_title = "Prix du mil";
    out.host = "fichiers.example";
    out.organization_title = "Ministère de l’Agriculture";
    out.since = start;
    out.evidence = nlohmann::json::parse(R"({
        "state": "DOWN", "since": "2026-10-30T08:05:00Z", "failures": 3, "source": "bf", "run": 12,
        "lost": 120, "datasets": 1880, "peak": 2000, "links": 5, "broken": 2, "code": "http_404",
        "updated": "2026-01-15T00:00:00Z", "late_at": "2026-04-01T00:00:00Z",
        "expires": "2026-11-10T00:00:00Z", "days": 14, "held": 61, "late": 600, "very_late": 410})"
    );
    return out;
}

TEST(AlertText, EveryKindHasATitleASentenceAndSomethingToDo) {
    std::string text;
    for (const AlertKind kind : all_alert_kinds()) {
        const AlertText told = describe(facts_of(kind));
        text += "# " + std::string(to_string(kind)) + " (" +
                std::string(alert_kind_label(to_string(kind))) + ")\n" + told.title + "\n" +
                told.sentence + "\n" + told.action + "\n\n";
        EXPECT_NE(alert_kind_label(to_string(kind)), to_string(kind));
    }
    const auto file = std::filesystem::path(MOISSON_SOURCE_DIR) / "tests/golden/alert/texts.txt";
    if (std::getenv("MOISSON_UPDATE_GOLDEN") != nullptr)
        std::ofstream(file) << text;
    std::ifstream in(file);
    std::stringstream golden;
    golden << in.rdbuf();
    EXPECT_EQ(text, golden.str());
}

TEST(AlertText, ADecisionThatWasTakenIsNotAskedFor) {
    AlertFacts facts = facts_of(AlertKind::run_held);
    EXPECT_NE(describe(facts).action.find("approuver 12"), std::string::npos);
    facts.resolved_at = start + std::chrono::hours(1);
    const AlertText told = describe(facts);
    EXPECT_EQ(told.action, "");
    EXPECT_NE(told.sentence.find("il n’attend plus de décision"), std::string::npos);
}

TEST(AlertText, SurvivesEvidenceOfAnyShape) {
    for (const AlertKind kind : all_alert_kinds())
        for (const char* evidence : {"{}", "[]", "null", "{\"since\": 3, \"broken\": {}}"}) {
            AlertFacts facts = facts_of(kind);
            facts.evidence = nlohmann::json::parse(evidence);
            facts.portal_title.reset();
            facts.dataset_title.reset();
            facts.host.reset();
            facts.organization_title.reset();
            const AlertText told = describe(facts);
            EXPECT_FALSE(told.title.empty() || told.sentence.empty() || told.action.empty());
        }
}

TEST(AlertText, EveryInhibitionHasWords) {
    for (const std::string_view reason :
         {alert::by_checker,
          alert::by_portal_down,
          alert::by_portal_dormant,
          alert::by_maintenance,
          alert::by_recovery,
          alert::by_baseline,
          alert::by_held_run,
          alert::by_unharvested,
          alert::by_no_run,
          alert::by_season,
          alert::by_host})
        EXPECT_NE(alert_reason_label(reason), reason);
}

} // namespace
} // namespace moisson::i18n

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What `moissonner --attendre` writes while runs go on, to a file and to a terminal.
#include "cli/progress_view.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace moisson::cli {
namespace {

using std::chrono::seconds;

class Paper {
public:
    Paper() : file(std::tmpfile()) {}
    ~Paper() { std::fclose(file); }
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;

    // What was written since the last call.
    std::string text() {
        std::fflush(file);
        const long end = std::ftell(file);
        std::string out(static_cast<std::size_t>(end - read_), '\0');
        std::fseek(file, read_, SEEK_SET);
        const std::size_t count = std::fread(out.data(), 1, out.size(), file);
        std::fseek(file, end, SEEK_SET);
        out.resize(count);
        read_ = end;
        // French typography has no-break spaces; the eye sees spaces.
        for (const std::string_view space : {"\u00a0", "\u202f"})
            for (std::size_t at = 0; (at = out.find(space, at)) != std::string::npos;)
                out.replace(at, space.size(), " ");
        return out;
    }

    std::FILE* file;

private:
    long read_ = 0;
};

HarvestRun at_work(std::int64_t id, const std::string& source, std::int64_t received) {
    HarvestRun run;
    run.id = RunId(id);
    run.source_key = source;
    run.state = RunState::running;
    run.started_at = Instant(seconds(1'700'000'000));
    run.advertised_count = 400;
    run.counts.pages = received / 100;
    run.counts.received = received;
    run.counts.created = received;
    return run;
}

TEST(Progress, IsOneLineForEachPageAndOneForTheEnd) {
    Paper paper;
    ProgressView view(paper.file, 0);
    const Steady begin{seconds(100)};
    HarvestRun run = at_work(1, "togo", 100);
    view.show({run}, begin);
    EXPECT_EQ(paper.text(), "togo · page 1 · 100 sur 400 jeux de données · aucun problème\n");
    view.show({run}, begin + seconds(1));
    EXPECT_EQ(paper.text(), "") << "nothing new is no line";
    run = at_work(1, "togo", 300);
    run.issues["BAD_DATE"] = 3;
    view.show({run}, begin + seconds(2));
    EXPECT_EQ(
        paper.text(),
        "togo · page 3 · 300 sur 400 jeux de données · 100/s · 3 problèmes (BAD_DATE 3)\n"
    );
    run.state = RunState::complete;
    run.ended_at = *run.started_at + seconds(12);
    view.show({run}, begin + seconds(3));
    view.show({run}, begin + seconds(4));
    EXPECT_EQ(
        paper.text(),
        "togo · complet en 12 s · 300 reçus, 300 créés · 3 problèmes (BAD_DATE 3)\n"
    );
}

TEST(Progress, SaysUntilWhenARunWaitsAndWhy) {
    Paper paper;
    ProgressView view(paper.file, 0);
    HarvestRun run = at_work(1, "togo", 100);
    run.state = RunState::interrupted;
    run.resumes_at = Instant(seconds(1'700'000'000));
    run.resume_reason = "RUN_PAUSED";
    view.show({run}, Steady{seconds(1)});
    EXPECT_EQ(
        paper.text(),
        "togo · en pause jusqu’au 14 novembre 2023 à 22 h 13 (UTC), comme le portail l’a demandé\n"
    );
    run.resume_reason = "RUN_RESTED";
    run.issues["RUN_RESTED"] = 1;
    view.show({run}, Steady{seconds(2)});
    EXPECT_TRUE(paper.text().starts_with("togo · au repos jusqu’au 14 novembre 2023"));
}

TEST(Progress, KeepsNothingOfWhatIsNoLongerWatched) {
    Paper paper;
    ProgressView view(paper.file, 0);
    const HarvestRun run = at_work(1, "togo", 100);
    const std::string line = "togo · page 1 · 100 sur 400 jeux de données · aucun problème\n";
    view.show({run}, Steady{seconds(1)});
    EXPECT_EQ(paper.text(), line);
    view.show({}, Steady{seconds(2)});
    view.show({run}, Steady{seconds(3)});
    EXPECT_EQ(paper.text(), line) << "as if it were seen for the first time";
}

TEST(Progress, IsRedrawnInPlaceOnATerminal) {
    Paper paper;
    ProgressView view(paper.file, 30);
    HarvestRun one = at_work(1, "togo", 100);
    HarvestRun two = at_work(2, "benin", 0);
    two.state = RunState::pending;
    view.show({one, two}, Steady{seconds(1)});
    EXPECT_EQ(paper.text(), "togo · page 1 · 100 sur 400 j…\n1 portail attend\n");
    one.state = RunState::failed;
    one.reason = "DNS_NXDOMAIN";
    one.ended_at = one.started_at;
    two.state = RunState::running;
    view.show({one, two}, Steady{seconds(2)});
    const std::string text = paper.text();
    EXPECT_TRUE(text.starts_with("\x1b[2A\x1b[Jtogo · en échec")) << text;
    EXPECT_NE(text.find("(DNS_NXDOMAIN)"), std::string::npos) << text;
    EXPECT_NE(text.find("Le nom de domaine du portail n’existe pas"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("\nbenin · interroge le portail\n")) << text;
}

TEST(Fit, CutsBetweenCharacters) {
    EXPECT_EQ(fit("éléphant", 8), "éléphant");
    EXPECT_EQ(fit("éléphant", 4), "élé…");
    EXPECT_EQ(fit("", 4), "");
}

} // namespace
} // namespace moisson::cli

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The pages of subscriptions on a real database: GET changes nothing, POST does.
#include "house.hpp"
#include "pages/pages.hpp"
#include "store/proposals.hpp"
#include "unit/pages/fake_views.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <sstream>

namespace moisson::notify::testing {
namespace {

class SubscriptionPages : public Notify {
protected:
    SubscriptionPages() {
        pages::PagesOptions page_options;
        page_options.public_url = routes::PublicUrl("https://moisson.example/");
        page_options.desk = &desk;
        handler = pages::make_pages_handler(views, labels, timers, log, std::move(page_options));
    }
    net::ServerResponse
    ask(const std::string& method, const std::string& target, const std::string& body = "") {
        net::ServerRequest request;
        request.method = method;
        const std::size_t mark = target.find('?');
        request.path = target.substr(0, mark);
        if (mark != std::string::npos)
            request.query = target.substr(mark + 1);
        request.body = body;
        request.client_address = "192.0.2.7";
        return await(handler(std::move(request)));
    }
    std::string
    signed_path(LinkAction action, std::int64_t person, std::optional<Uuid> dataset = {}) {
        LinkTarget target;
        target.action = action;
        target.subscriber = person;
        target.dataset = dataset;
        const std::string address = await(desk.links()).value()->address(target, timers.now());
        return address.substr(std::string("https://moisson.example").size());
    }
    // Everything that could change.
    std::string fingerprint() {
        return world.text(
            "select md5(coalesce((select string_agg(s::text, ',' order by id) from subscription "
            "s), '') "
            "|| coalesce((select string_agg(r::text, ',' order by id) from subscriber r), '') "
            "|| (select count(*) from feedback) || (select count(*) from suppression) "
            "|| (select count(*) from message))"
        );
    }
    std::string form_seal() {
        const std::string body = ask("GET", "/abonnements").body;
        std::smatch found;
        EXPECT_TRUE(std::regex_search(body, found, std::regex("name=\"jeton\" value=\"([^\"]+)\""))
        );
        return found[1];
    }

    test::FakeViews views;
    i18n::CodeLabels labels = test::fake_labels();
    net::Handler handler;
};

TEST_F(SubscriptionPages, FollowingEveryLinkChangesNothing) {
    const std::int64_t person = grant(
        "awa@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    const std::string before = fingerprint();
    for (const LinkAction action :
         {LinkAction::leave,
          LinkAction::pause,
          LinkAction::up_to_date,
          LinkAction::not_me,
          LinkAction::decline,
          LinkAction::frequency,
          LinkAction::manage}) {
        const net::ServerResponse shown = ask("GET", signed_path(action, person));
        EXPECT_EQ(shown.status, 200) << to_string(action);
        EXPECT_NE(shown.body.find("method=\"post\""), std::string::npos) << to_string(action);
    }
    const std::string manage = signed_path(LinkAction::manage, person);
    const net::ServerResponse data =
        ask("GET", "/abonnements/donnees" + manage.substr(manage.find('?')));
    EXPECT_EQ(data.content_type, "application/json");
    EXPECT_NE(data.body.find("awa@exemple.bf"), std::string::npos);
    EXPECT_EQ(fingerprint(), before);
}

TEST_F(SubscriptionPages, OneClickActsAtOnceAndForgedLinksDoNot) {
    const std::int64_t person = grant(
        "awa@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    const std::string path = signed_path(LinkAction::leave, person);
    const std::string before = fingerprint();
    EXPECT_EQ(ask("POST", path + "x", "List-Unsubscribe=One-Click").status, 404);
    EXPECT_EQ(ask("POST", "/abonnements/lien?s=a.b.c", "").status, 404);
    EXPECT_EQ(fingerprint(), before);
    EXPECT_EQ(ask("POST", path, "List-Unsubscribe=One-Click").status, 200);
    EXPECT_EQ(world.text("select state from subscription"), "left");
    EXPECT_EQ(ask("POST", path, "List-Unsubscribe=One-Click").status, 200) << "again is no error";
}

// A word of a producer moves dates (S4): each link is good for one, and only while they are one.
TEST_F(SubscriptionPages, UpToDateIsSaidOnceByALinkAndByProducersOnly) {
    world.harvest("bf", {store::testing::a_record("bf", "r", "Jeu")});
    const Uuid dataset = *uuid_from_string(world.text("select id::text from dataset"));
    const auto said = [&] { return world.number("select count(*) from feedback"); };
    const std::int64_t reader = grant(
        "lecteur@exemple.bf",
        Audience::subscriber,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    const std::string not_theirs = signed_path(LinkAction::up_to_date, reader, dataset);
    const net::ServerResponse refused = ask("POST", not_theirs);
    EXPECT_EQ(refused.status, 200);
    EXPECT_NE(refused.body.find("rien n’a changé"), std::string::npos) << refused.body;
    EXPECT_EQ(said(), 0);
    const std::int64_t person = grant(
        "awa@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    const std::string path = signed_path(LinkAction::up_to_date, person, dataset);
    EXPECT_EQ(ask("POST", path).body.find("rien n’a changé"), std::string::npos);
    EXPECT_EQ(said(), 1);
    store::testing::travel(world, "200 days");
    EXPECT_NE(ask("POST", path).body.find("rien n’a changé"), std::string::npos);
    EXPECT_EQ(said(), 1) << "a replay is not a new word";
    world.sql().script("update feedback set at = at - interval '1 day'");
    EXPECT_EQ(ask("POST", path).status, 200);
    EXPECT_EQ(said(), 2) << "what was said before this link was made does not use it up";
    world.sql().script("delete from feedback; update subscription set state = 'left'");
    EXPECT_NE(ask("POST", path).body.find("rien n’a changé"), std::string::npos);
    EXPECT_EQ(said(), 0);
}

// Else each look at the first link would be good for one more word.
TEST_F(SubscriptionPages, TheLinkToTheFrequencyIsAsOldAsTheOneThatLedThere) {
    world.harvest("bf", {store::testing::a_record("bf", "r", "Jeu")});
    LinkTarget target;
    target.action = LinkAction::up_to_date;
    target.subscriber = grant(
        "awa@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    target.dataset = uuid_from_string(world.text("select id::text from dataset"));
    const Links& links = *await(desk.links()).value();
    const Instant then = timers.now() - std::chrono::hours(1);
    const std::string path = routes::with_query(
        routes::signed_link_page,
        routes::Query{{"s", links.seal(target, then)}}
    );
    target.action = LinkAction::frequency;
    EXPECT_NE(ask("GET", path).body.find(links.seal(target, then)), std::string::npos);
}

TEST_F(SubscriptionPages, AProducerSaysTheRealFrequencyAndACoordinatorReadsIt) {
    world.harvest("bf", {store::testing::a_record("bf", "r", "Jeu")});
    const Uuid dataset = *uuid_from_string(world.text("select id::text from dataset"));
    const std::int64_t person = grant(
        "awa@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    const std::string shown = ask("GET", signed_path(LinkAction::up_to_date, person, dataset)).body;
    EXPECT_NE(shown.find("Dites laquelle"), std::string::npos) << "the mail's link leads here";
    const std::string path = signed_path(LinkAction::frequency, person, dataset);
    EXPECT_NE(ask("GET", path).body.find("<option value=\"BIENNIAL\""), std::string::npos);
    const auto said = [&] { return world.number("select count(*) from feedback"); };
    EXPECT_EQ(ask("POST", path).status, 400);
    EXPECT_EQ(ask("POST", path, "frequence=SOMETIMES").status, 400);
    EXPECT_EQ(said(), 0) << "looking and nonsense change nothing";
    EXPECT_EQ(ask("POST", path, "frequence=BIENNIAL").status, 200);
    EXPECT_EQ(ask("POST", path, "frequence=NEVER").status, 200);
    EXPECT_EQ(said(), 1) << "a link is good for one word";
    EXPECT_EQ(world.number("select count(*) from dataset_confirmation"), 0) << "no evidence";
    const auto proposals = await(store::list_proposals(world.database)).value();
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_EQ(proposals[0].proposed, "BIENNIAL");
    EXPECT_EQ(proposals[0].slug, world.text("select slug from dataset"));
    world.sql().script("insert into overlay (source, dataset, field, action, value, when_field, "
                       "when_value, author, reason, made_at) select source, id, 'frequency', "
                       "'replace', 'ANNUAL', '', '', 'chef', 'x', moisson.now() from dataset");
    EXPECT_TRUE(await(store::list_proposals(world.database)).value().empty()) << "it was read";
}

TEST_F(SubscriptionPages, ACountryThatDoesNotExistIsRefused) {
    std::map<std::string, std::string, std::less<>> files;
    const std::filesystem::path tables(MOISSON_SOURCE_DIR "/config/vocabularies");
    for (const auto& entry : std::filesystem::directory_iterator(tables)) {
        std::ifstream stream(entry.path(), std::ios::binary);
        std::ostringstream content;
        content << stream.rdbuf();
        files[entry.path().filename().string()] = content.str();
    }
    const auto vocabularies = normalise::Vocabularies::load(files).value();
    pages::PagesOptions page_options;
    page_options.public_url = routes::PublicUrl("https://moisson.example/");
    page_options.desk = &desk;
    page_options.vocabularies = [vocabularies] { return vocabularies; };
    handler = pages::make_pages_handler(views, labels, timers, log, std::move(page_options));
    const std::string fields =
        "&courriel=awa%40exemple.bf&portee=country&role=subscriber&frequence=daily&fuseau=UTC";
    const net::ServerResponse nowhere =
        ask("POST", "/abonnements", "jeton=" + form_seal() + fields + "&valeur=ZZ");
    EXPECT_EQ(nowhere.status, 400);
    EXPECT_NE(nowhere.body.find("Ce pays n’est pas compris"), std::string::npos);
    EXPECT_EQ(world.number("select count(*) from subscription"), 0);
    const net::ServerResponse there =
        ask("POST", "/abonnements", "jeton=" + form_seal() + fields + "&valeur=BF");
    EXPECT_EQ(there.body.find("Ce pays n’est pas compris"), std::string::npos);
}

TEST_F(SubscriptionPages, TheFormSaysTheSameToEverybodyAndNeedsItsSeal) {
    const std::string fields =
        "&courriel=awa%40exemple.bf&portee=portal&valeur=bf&role=subscriber&frequence=daily&"
        "fuseau=UTC";
    EXPECT_EQ(ask("POST", "/abonnements", "jeton=forged" + fields).status, 400);
    EXPECT_EQ(world.number("select count(*) from subscription"), 0);
    const std::string named = "&courriel=awa%40exemple.bf&portee=country&valeur=Burkina&role="
                              "subscriber&frequence=daily&fuseau=UTC";
    const net::ServerResponse unread = ask("POST", "/abonnements", "jeton=" + form_seal() + named);
    EXPECT_EQ(unread.status, 400);
    EXPECT_NE(unread.body.find("BF pour le Burkina Faso"), std::string::npos);
    EXPECT_EQ(world.number("select count(*) from subscription"), 0);
    const std::string urgent = "&courriel=awa%40exemple.bf&portee=portal&valeur=bf&role="
                               "subscriber&frequence=immediate&fuseau=UTC";
    const net::ServerResponse hasty = ask("POST", "/abonnements", "jeton=" + form_seal() + urgent);
    EXPECT_EQ(hasty.status, 400) << "the form does not offer it";
    EXPECT_NE(hasty.body.find("Ce formulaire est incomplet."), std::string::npos);
    EXPECT_EQ(world.number("select count(*) from subscription"), 0);
    const net::ServerResponse first = ask("POST", "/abonnements", "jeton=" + form_seal() + fields);
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(world.number("select count(*) from message"), 1);
    const net::ServerResponse again = ask("POST", "/abonnements", "jeton=" + form_seal() + fields);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(world.number("select count(*) from message"), 1);
    std::smatch found;
    const std::string text = messages()[0].mail.plain;
    ASSERT_TRUE(std::regex_search(text, found, std::regex("confirmer\\?t=([A-Za-z0-9_-]+)")));
    const std::string token = found[1];
    EXPECT_EQ(ask("GET", "/abonnements/confirmer?t=" + token).status, 200);
    EXPECT_EQ(world.text("select state from subscription"), "pending");
    EXPECT_EQ(ask("POST", "/abonnements/confirmer", "t=" + token).status, 200);
    EXPECT_EQ(world.text("select state from subscription"), "active");
    EXPECT_EQ(ask("POST", "/abonnements/confirmer", "t=" + token).status, 404) << "used";
}

TEST_F(SubscriptionPages, ASearchIsFollowedFromItsPage) {
    const std::string found = ask("GET", "/jeux-de-donnees?q=eau&country=bf&page=1").body;
    const std::string path = "/abonnements?search=country%3DBF%26q%3Deau";
    EXPECT_NE(found.find("href=\"" + path + "\""), std::string::npos);
    EXPECT_EQ(ask("GET", "/jeux-de-donnees").body.find("?search="), std::string::npos)
        << "the whole catalogue has scopes of its own";
    const std::string form = ask("GET", path).body;
    EXPECT_NE(form.find("name=\"portee\" value=\"search\""), std::string::npos);
    EXPECT_NE(form.find("name=\"valeur\" value=\"country=BF&amp;q=eau\""), std::string::npos);
    EXPECT_EQ(form.find("<select id=\"portee\""), std::string::npos);
    const std::string fields = "&courriel=awa%40exemple.bf&portee=search&role=subscriber&frequence="
                               "daily&fuseau=UTC&valeur=";
    const auto post = [&](const std::string& value) {
        return ask("POST", "/abonnements", "jeton=" + form_seal() + fields + value);
    };
    EXPECT_EQ(post("contry%3DBF").status, 400);
    EXPECT_EQ(post("").status, 400);
    EXPECT_EQ(world.number("select count(*) from subscription"), 0);
    EXPECT_EQ(post("country%3DBF%26q%3Deau").status, 200);
    EXPECT_EQ(
        world.text("select scope || ' ' || value from subscription"),
        "search country=BF&q=eau"
    );
    EXPECT_EQ(world.text("select label from subscription").substr(0, 10), "eau ; Pays");
    EXPECT_NE(messages()[0].mail.plain.find("recherche"), std::string::npos);
    std::smatch link;
    const std::string text = messages()[0].mail.plain;
    ASSERT_TRUE(std::regex_search(text, link, std::regex("confirmer\\?t=([A-Za-z0-9_-]+)")));
    const std::string token = link[1];
    const std::string asks = ask("GET", "/abonnements/confirmer?t=" + token).body;
    EXPECT_NE(asks.find("nouveau ou modifié dans"), std::string::npos);
    EXPECT_EQ(ask("POST", "/abonnements/confirmer", "t=" + token).status, 200);
    EXPECT_EQ(
        world.number("select count(*) from subscription where searched_until is not null"),
        1
    );
}

TEST_F(SubscriptionPages, WithoutMailNoAddressIsAskedForAndNoneIsKept) {
    const std::string seal = form_seal();
    pages::PagesOptions silent;
    silent.public_url = routes::PublicUrl("https://moisson.example/");
    silent.desk = &desk;
    silent.sends_mail = false;
    handler = pages::make_pages_handler(views, labels, timers, log, std::move(silent));
    const net::ServerResponse shown = ask("GET", "/abonnements?portal=bf");
    EXPECT_EQ(shown.status, 200);
    EXPECT_NE(shown.body.find("n’envoie pas encore de courriel"), std::string::npos);
    EXPECT_NE(shown.body.find("/api/v1/alerts.atom?portal=bf"), std::string::npos);
    EXPECT_NE(shown.body.find("/api/v1/calendar.ics?portal=bf"), std::string::npos);
    EXPECT_EQ(shown.body.find("<form class=\"stack\""), std::string::npos);
    for (const char* const target :
         {"/abonnements", "/abonnements?country=BF", "/abonnements?organization=ministere"})
        EXPECT_EQ(ask("GET", target).body.find("calendar.ics"), std::string::npos)
            << target << ": there is no calendar of that";
    const std::string id = to_string(uuid5(Uuid{}, "x"));
    EXPECT_NE(
        ask("GET", "/abonnements?dataset=" + id).body.find("/api/v1/calendar.ics?dataset=" + id),
        std::string::npos
    );
    const net::ServerResponse posted =
        ask("POST",
            "/abonnements",
            "jeton=" + seal +
                "&courriel=awa%40exemple.bf&portee=portal&valeur=bf&role=subscriber&"
                "frequence=daily&fuseau=UTC");
    EXPECT_EQ(posted.status, 503);
    EXPECT_NE(posted.body.find("n’envoie pas encore de courriel"), std::string::npos);
    EXPECT_EQ(world.number("select count(*) from subscription"), 0);
    EXPECT_EQ(world.number("select count(*) from message"), 0);
}

TEST_F(SubscriptionPages, ManagingChangesWhatIsAskedAndErases) {
    const std::int64_t person = grant(
        "awa@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    const std::string path = signed_path(LinkAction::manage, person);
    const std::string id = world.text("select id::text from subscription");
    EXPECT_EQ(ask("POST", path, "faire=frequence&frequence=daily&abonnement=" + id).status, 200);
    EXPECT_EQ(world.text("select frequency from subscription"), "daily");
    EXPECT_EQ(ask("POST", path, "faire=pause").status, 200);
    EXPECT_EQ(world.number("select count(*) from subscriber where paused_until is not null"), 1);
    EXPECT_EQ(ask("POST", path, "faire=effacer").status, 400) << "not without the tick";
    EXPECT_EQ(ask("POST", path, "faire=effacer&sur=oui").status, 200);
    EXPECT_EQ(world.number("select count(*) from subscriber"), 0);
    EXPECT_EQ(ask("GET", path).status, 404);
}

} // namespace
} // namespace moisson::notify::testing

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers as codes, soft 404s, services, first bytes.
#include "monitor/link_format.hpp"
#include "monitor/link_judge.hpp"
#include "monitor/link_soft404.hpp"
#include "monitor/probe_evidence.hpp"

#include <gtest/gtest.h>

namespace moisson::monitor {
namespace {

LinkTarget csv(std::string url = "https://data.example.tg/files/population.csv") {
    LinkTarget out;
    out.url = std::move(url);
    out.format = "CSV";
    out.family = 'T';
    return out;
}

net::Response answer(int status, std::string body, std::string type = "text/csv") {
    net::Response out;
    out.status = status;
    out.body = std::move(body);
    out.headers.emplace_back("Content-Type", std::move(type));
    out.url = "https://data.example.tg/files/population.csv";
    return out;
}

TEST(LinkJudge, EveryCodeHasANameAndAClass) {
    for (const LinkCode code : all_link_codes()) {
        EXPECT_EQ(link_code_from_string(to_string(code)), code);
        EXPECT_NE(to_string(class_of(code)), "");
    }
}

TEST(LinkJudge, StatusesAreCodes) {
    EXPECT_EQ(judge(csv(), answer(200, "a;b\n"), false), LinkCode::ok);
    EXPECT_EQ(judge(csv(), answer(206, "a;b\n"), false), LinkCode::ok_partial);
    EXPECT_EQ(judge(csv(), answer(304, ""), false), LinkCode::ok_304);
    EXPECT_EQ(judge(csv(), answer(404, "no"), false), LinkCode::http_404);
    EXPECT_EQ(judge(csv(), answer(410, "no"), false), LinkCode::http_410);
    EXPECT_EQ(judge(csv(), answer(401, ""), false), LinkCode::auth_401);
    EXPECT_EQ(judge(csv(), answer(403, ""), false), LinkCode::forbidden_403);
    EXPECT_EQ(judge(csv(), answer(429, ""), false), LinkCode::rate_limited_429);
    EXPECT_EQ(judge(csv(), answer(451, ""), false), LinkCode::legal_451);
    EXPECT_EQ(judge(csv(), answer(503, ""), false), LinkCode::http_5xx);
    EXPECT_EQ(judge(csv(), answer(418, ""), false), LinkCode::http_other_4xx);
    EXPECT_EQ(judge(csv(), answer(200, ""), false), LinkCode::empty_body);
}

TEST(LinkJudge, PagesWhereFilesAreExpected) {
    const std::string page = "<!doctype html><title>Accueil</title>";
    EXPECT_EQ(judge(csv(), answer(200, page, "text/html"), false), LinkCode::landing_page);
    EXPECT_EQ(judge(csv(), answer(200, "%PDF-1.4 x"), false), LinkCode::format_mismatch);
    LinkTarget site = csv("https://example.tg/");
    site.format = "HTML";
    site.family = 'D';
    EXPECT_EQ(judge(site, answer(200, page, "text/html"), false), LinkCode::ok);
}

TEST(LinkJudge, AFileThatComesSlowlyIsThere) {
    net::Response slow = answer(200, "P");
    slow.cut = true;
    EXPECT_EQ(judge(csv(), slow, false), LinkCode::ok);
    slow.body.clear();
    EXPECT_EQ(judge(csv(), slow, false), LinkCode::ok);
    slow.body = "%PDF-1.4 " + std::string(100, 'x');
    EXPECT_EQ(judge(csv(), slow, false), LinkCode::format_mismatch);
}

TEST(LinkJudge, WallsProveNothing) {
    const std::string wall = "<html><script src=\"/cdn-cgi/challenge-platform/x\"></script></html>";
    EXPECT_EQ(judge(csv(), answer(200, wall, "text/html"), false), LinkCode::blocked_challenge);
    EXPECT_EQ(judge(csv(), answer(403, wall, "text/html"), false), LinkCode::blocked_challenge);
    net::Response incapsula = answer(404, "<html>Incapsula incident ID: 7</html>", "text/html");
    EXPECT_EQ(judge(csv(), incapsula, false), LinkCode::blocked_challenge);
    EXPECT_EQ(
        judge(csv(), answer(404, "<html><div class=g-recaptcha></div></html>", "text/html"), false),
        LinkCode::http_404
    );
}

// Whatever the network answers, a link is BROKEN at once only for its own address.
TEST(LinkJudge, NoFailureOfARequestIsAFaultOfTheAddress) {
    EXPECT_EQ(code_of(Code::bad_request_url), LinkCode::proto_error);
    for (const Code code : all_codes())
        EXPECT_NE(class_of(code_of(code)), LinkClass::fault) << to_string(code);
}

TEST(LinkJudge, WhatWeLackSaysNothingOfALink) {
    EXPECT_EQ(code_of(Code::local_resources), LinkCode::checker_offline);
    EXPECT_EQ(class_of(code_of(Code::local_resources)), LinkClass::neutral);
}

TEST(LinkJudge, PermanentRedirectsAreTold) {
    net::Response moved = answer(200, "a;b\n");
    moved.url = "https://data.example.tg/new/population.csv";
    moved.redirects = {moved.url};
    moved.redirect_statuses = {301};
    EXPECT_EQ(judge(csv(), moved, false), LinkCode::ok_redirect_perm);
    EXPECT_EQ(permanent_target(csv(), moved), moved.url);
    moved.redirect_statuses = {302};
    EXPECT_EQ(judge(csv(), moved, false), LinkCode::ok_redirect_temp);
    EXPECT_EQ(permanent_target(csv(), moved), "");
    net::Response tidied = answer(200, "a;b\n");
    tidied.url = "https://www.example.tg/a.csv/";
    tidied.redirect_statuses = {301};
    EXPECT_EQ(permanent_target(csv("http://example.tg/a.csv"), tidied), "") << "cosmetic";
}

TEST(LinkJudge, ServicesAreAskedWhatTheyCanDo) {
    LinkTarget wms = csv("https://geo.example.tg/ows");
    wms.format = "WMS_SRVC";
    wms.family = 'S';
    EXPECT_EQ(ogc_service(wms), "WMS");
    EXPECT_EQ(
        service_address(wms, "WMS"),
        "https://geo.example.tg/ows?service=WMS&request=GetCapabilities"
    );
    LinkTarget asked = csv("https://geo.example.tg/ows?SERVICE=wfs&request=GetFeature&typename=a");
    EXPECT_EQ(ogc_service(asked), "WFS");
    EXPECT_EQ(service_address(asked, "WFS"), asked.url);
    EXPECT_EQ(
        judge(wms, answer(200, "<ServiceExceptionReport/>", "text/xml"), false),
        LinkCode::api_exception
    );
    EXPECT_EQ(
        judge(wms, answer(200, "<WMS_Capabilities/>", "text/xml"), false),
        LinkCode::ok_service
    );
}

TEST(LinkJudge, HeadSettlesWhatItShows) {
    net::Response head = answer(200, "");
    EXPECT_FALSE(head_suffices(csv(), head));
    head.headers.emplace_back("Content-Length", "12");
    EXPECT_TRUE(head_suffices(csv(), head));
    head.redirect_statuses = {302};
    EXPECT_FALSE(head_suffices(csv(), head));
    net::Response page = answer(200, "", "text/html");
    page.headers.emplace_back("Content-Length", "12");
    EXPECT_FALSE(head_suffices(csv(), page));
}

Soft404Input page_at(std::string url, std::string body = "<html>Accueil</html>") {
    Soft404Input out;
    out.final_url = std::move(url);
    out.body = std::move(body);
    out.html = true;
    return out;
}

TEST(Soft404, OneSignAloneIsEnoughOnlyWhenItIsStrong) {
    const LinkTarget file = csv();
    EXPECT_EQ(soft404(file, page_at("https://data.example.tg/")), std::nullopt);
    EXPECT_EQ(
        soft404(file, page_at("https://data.example.tg/", "<html>Page introuvable</html>")),
        LinkCode::soft404_root
    );
    EXPECT_EQ(soft404(file, page_at("https://data.example.tg/404")), LinkCode::soft404_path);
    EXPECT_EQ(soft404(file, page_at("https://data.example.tg/erreur.php")), LinkCode::soft404_path);
    Soft404Input shared = page_at("https://data.example.tg/nouveau-site");
    shared.sharers = 2;
    EXPECT_EQ(soft404(file, shared), LinkCode::soft404_shared_target);
    Soft404Input canary = page_at(file.url);
    canary.canary_alike = true;
    EXPECT_EQ(soft404(file, canary), LinkCode::soft404_canary);
    Soft404Input honest = page_at(file.url);
    honest.canary_alike = false;
    EXPECT_EQ(soft404(file, honest), std::nullopt);
}

TEST(Soft404, ErrorWordsThatWereAskedForAreNone) {
    const LinkTarget file = csv("https://data.example.tg/erreurs/error-rates.csv");
    EXPECT_EQ(
        soft404(file, page_at("https://data.example.tg/v2/erreurs/error-rates.csv")),
        std::nullopt
    );
    EXPECT_EQ(soft404(csv(), page_at("https://data.example.tg/jeu/14045")), std::nullopt)
        << "404 inside a number";
}

TEST(Soft404, FilesWithOddNamesAreNoErrors) {
    const LinkTarget file = csv();
    Soft404Input moved = page_at("https://depot.example.tg/resources/3a404b1c-0d5e.csv", "a;b\n");
    moved.html = false;
    EXPECT_EQ(soft404(file, moved), std::nullopt) << "a file";
    moved.final_url = "https://depot.example.tg/404/error.csv";
    EXPECT_EQ(soft404(file, moved), std::nullopt) << "a file whatever its name";
    for (const char* url :
         {"https://depot.example.tg/resources/3a404b1c-0d5e",
          "https://depot.example.tg/x?X-Amz-Signature=c404e",
          "https://depot.example.tg/x?next=error&code=404",
          "https://depot.example.tg/terror-attacks",
          "https://depot.example.tg/erreurs-de-mesure"})
        EXPECT_EQ(soft404(file, page_at(url)), std::nullopt) << url;
    for (const char* url :
         {"https://depot.example.tg/error404.html",
          "https://depot.example.tg/PageNotFound.aspx",
          "https://depot.example.tg/a-404-b",
          "https://depot.example.tg/x/erreur?de=y"})
        EXPECT_EQ(soft404(file, page_at(url)), LinkCode::soft404_path) << url;
}

// http://site, http://www.site/ and http://site/index all end at https://www.site/.
TEST(Soft404, PagesThatEndAtOnePageAreTidied) {
    LinkTarget site = csv("http://example.tg/index");
    site.format = "HTML";
    site.family = 'D';
    Soft404Input home = page_at("https://www.example.tg/");
    home.file = false;
    home.sharers = 5;
    EXPECT_EQ(soft404(site, home), std::nullopt);
    home.final_url = "https://www.example.tg/404";
    EXPECT_EQ(soft404(site, home), LinkCode::soft404_path);
}

TEST(LinkJudge, ALoginPageIsNoAnswerAndNoFault) {
    const std::string page = "<!doctype html><form></form>";
    net::Response login = answer(200, page, "text/html");
    login.redirect_statuses = {302};
    for (const char* url :
         {"https://data.example.tg/user/login?next=x",
          "https://data.example.tg/wp-login.php",
          "https://sso.example.tg/cas/oidc",
          "https://data.example.tg/Connexion"}) {
        login.url = url;
        EXPECT_EQ(judge(csv(), login, false), LinkCode::auth_401) << url;
    }
    login.url = "https://data.example.tg/blogin/cascade";
    EXPECT_EQ(judge(csv(), login, false), LinkCode::landing_page);
    login.url = "https://data.example.tg/v2/login/x.html";
    EXPECT_NE(judge(csv("https://data.example.tg/login/x.html"), login, false), LinkCode::auth_401)
        << "asked for";
}

TEST(Soft404, CanariesAreSiblings) {
    EXPECT_EQ(
        canary_address("https://a.tg/x/y.csv?v=1", "00ff"),
        "https://a.tg/x/moisson-00ff.csv"
    );
    EXPECT_EQ(canary_address("https://a.tg", "00ff"), "https://a.tg/moisson-00ff");
}

TEST(Soft404, LikePagesDifferInFewBits) {
    std::string page = "<html><body>";
    for (int i = 0; i < 200; ++i)
        page += "mot" + std::to_string(i) + " ";
    const std::uint64_t one = simhash(page + "jeton-1</body></html>");
    EXPECT_TRUE(alike(one, simhash(page + "jeton-2</body></html>")));
    EXPECT_FALSE(alike(one, simhash("<html><body>tout autre chose ici que cela</body></html>")));
}

TEST(LinkFormat, FirstBytesTell) {
    EXPECT_EQ(sniff("%PDF-1.7"), "pdf");
    EXPECT_EQ(sniff(std::string("PK\x03\x04", 4)), "zip");
    EXPECT_EQ(sniff("\xef\xbb\xbf{\"a\":1}"), "json");
    EXPECT_EQ(sniff("  <!DOCTYPE html><p>"), "html");
    EXPECT_EQ(sniff("<?xml version=\"1.0\"?><a/>"), "xml");
    EXPECT_EQ(sniff("a;b;c\n1;2;3"), "text");
    EXPECT_EQ(sniff(""), "");
    EXPECT_TRUE(may_be("CSV", "zip")) << "compressed";
    EXPECT_FALSE(may_be("XLSX", "pdf"));
}

TEST(Evidence, SignedAddressesAreNotPublished) {
    net::Response moved = answer(200, "a;b\n");
    moved.url = "https://u:pw@s3.example.org/a.csv?X-Amz-Date=1&X-Amz-Signature=c0ffee";
    moved.redirects = {moved.url, "https://blob.example.org/a?sv=1&sig=abc", "https://a.tg/?x=1"};
    moved.redirect_statuses = {301, 301, 301};
    moved.headers.emplace_back("Location", "/a?access_token=1");
    const Exchange shown = describe_exchange(net::Request(csv().url), moved);
    const std::vector<std::string> expected{
        "https://s3.example.org/a.csv?…",
        "https://blob.example.org/a?…",
        "https://a.tg/?x=1"};
    EXPECT_EQ(shown.redirects, expected);
    EXPECT_EQ(net::header(shown.headers, "location"), "/a?…");
    ProbeResult result;
    note_answer(csv(), moved, result);
    EXPECT_EQ(result.permanent_target, "");
    moved.url = "https://s3.example.org/a.csv?design=1";
    note_answer(csv(), moved, result);
    EXPECT_EQ(result.permanent_target, moved.url);
}

TEST(Evidence, CurlLinesAreSafeToPaste) {
    Exchange exchange;
    exchange.method = "GET";
    exchange.ranged = true;
    exchange.url = "https://a.tg/x'; rm -rf ~;'.csv";
    EXPECT_EQ(
        curl_line(exchange, "Moisson/0.1 (+https://m.org/robot)"),
        "curl -sS -o /dev/null -D - -L --max-redirs 5 --max-time 45 -r 0-65535 -A 'Moisson/0.1 "
        "(+https://m.org/robot)' 'https://a.tg/x'\\''; rm -rf ~;'\\''.csv'"
    );
}

} // namespace
} // namespace moisson::monitor

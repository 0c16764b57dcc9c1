// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of effects. Parameters are members of the rule's JSON object.
#include "portals/effects.hpp"

#include "portals/hostile_bodies.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>

namespace moisson::portals {
namespace {

using Value = nlohmann::json;
using ListingEffect = std::function<void(const Value&, Tamper&)>;
using AnswerEffect = std::function<void(const Value&, const Occasion&, ScriptedResponse&)>;

std::uint64_t number(const Value& json, const char* key, std::uint64_t fallback) {
    const auto it = json.find(key);
    return it == json.end() ? fallback : it->get<std::uint64_t>();
}

std::string text(const Value& json, const char* key, const char* fallback) {
    const auto it = json.find(key);
    return it == json.end() ? std::string(fallback) : it->get<std::string>();
}

// "C328FF" -> bytes.
std::string from_hex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
}

const std::map<std::string, ListingEffect, std::less<>>& listing_effects() {
    static const std::map<std::string, ListingEffect, std::less<>> table = {
        {"rows_max", [](const Value& p, Tamper& t) { t.rows_max = number(p, "rows", 50); }},
        {"count",
         [](const Value& p, Tamper& t) {
             t.count_factor = p.value("factor", 1.0);
             t.count_plus = p.value("plus", std::int64_t{0});
         }},
        {"empty_page", [](const Value&, Tamper& t) { t.empty_page = true; }},
        {"short_page", [](const Value& p, Tamper& t) { t.keep_items = number(p, "keep", 1); }},
        {"same_page", [](const Value&, Tamper& t) { t.ignore_start = true; }},
        {"repeat_page", [](const Value&, Tamper& t) { t.repeat_previous = true; }},
        {"repeat_record", [](const Value&, Tamper& t) { t.repeat_first_record = true; }},
        {"shrink", [](const Value& p, Tamper& t) { t.keep_ratio = p.value("keep", 0.5); }},
        {"new_ids", [](const Value& p, Tamper& t) { t.id_generation = text(p, "mark", "-v2"); }},
        {"poison", [](const Value& p, Tamper& t) { t.poison_rank = number(p, "rank", 7); }},
        {"tags", [](const Value& p, Tamper& t) { t.extra_tags = number(p, "count", 34'866); }},
        {"description",
         [](const Value& p, Tamper& t) { t.description_bytes = number(p, "bytes", 1'750'699); }},
        {"title_bytes",
         [](const Value& p, Tamper& t) { t.raw_title_bytes = from_hex(text(p, "hex", "C328FF")); }},
        {"patch", [](const Value& p, Tamper& t) { t.record_patch = p.at("record").dump(); }},
    };
    return table;
}

void replace_body(ScriptedResponse& response, int status, const char* type, std::string body) {
    response.status = status;
    response.headers = {{"Content-Type", type}};
    response.body = Body(std::move(body));
}

constexpr const char* html_type = "text/html; charset=utf-8";
constexpr const char* json_type = "application/json;charset=utf-8";

void answer_status(const Value& p, const Occasion& occasion, ScriptedResponse& response) {
    const int status = static_cast<int>(number(p, "status", 503));
    replace_body(
        response,
        status,
        html_type,
        "<html><body><h1>" + std::string(reason_phrase(status)) + "</h1></body></html>"
    );
    if (p.contains("retry_after"))
        response.headers.emplace_back("Retry-After", std::to_string(number(p, "retry_after", 1)));
    if (p.contains("retry_after_date"))
        response.headers.emplace_back(
            "Retry-After",
            http_date(occasion.now + std::chrono::seconds(number(p, "retry_after_date", 1)))
        );
}

void answer_redirect(const Value& p, const Occasion& occasion, ScriptedResponse& response) {
    std::string to = text(p, "to", "loop");
    if (to == "loop")
        to = occasion.own_url + occasion.path + "?boucle=1";
    else if (to == "many")
        to = occasion.own_url + occasion.path + "?saut=" + std::to_string(occasion.request_number);
    replace_body(response, static_cast<int>(number(p, "status", 302)), html_type, "");
    response.headers.emplace_back("Location", to);
}

void answer_challenge(const Value&, const Occasion&, ScriptedResponse& response) {
    replace_body(
        response,
        403,
        html_type,
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
        "<div id=\"challenge-error-text\">Enable JavaScript and cookies to continue</div>"
        "<script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1\"></script>"
        "</body></html>"
    );
    response.headers.emplace_back("Server", "cloudflare");
    response.headers.emplace_back("cf-mitigated", "challenge");
    response.headers.emplace_back("CF-RAY", "8f0e0000deadbeef-CDG");
}

void answer_api_error(const Value& p, const Occasion&, ScriptedResponse& response) {
    const Value envelope = {
        {"help", "package_search"},
        {"success", false},
        {"error",
         {{"__type", "Search Error"}, {"message", "Le moteur de recherche ne répond pas"}}}};
    replace_body(response, static_cast<int>(number(p, "status", 200)), json_type, envelope.dump());
}

void cut_connection(const Value& p, Ending ending, ScriptedResponse& response) {
    response.delivery.ending = ending;
    const std::uint64_t at = number(p, "at", 0);
    // A share of the body is easier to script than a place in it.
    response.delivery.cut_at =
        p.contains("percent") ? response.body.size() * number(p, "percent", 50) / 100 : at;
    if (ending == Ending::close)
        response.delivery.declared_length = response.body.size();
}

using Answers = std::map<std::string, AnswerEffect, std::less<>>;

void add_delivery_effects(Answers& table) {
    table["latency"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        r.delivery.latency += std::chrono::milliseconds(number(p, "ms", 1000));
    };
    table["hang"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        cut_connection(p, Ending::hang, r);
    };
    table["reset"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        cut_connection(p, Ending::reset, r);
    };
    table["truncate"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        cut_connection(p, Ending::close, r);
    };
    table["drip"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        r.delivery.drip_bytes = number(p, "bytes", 1);
        r.delivery.drip_pause = std::chrono::milliseconds(number(p, "ms", 1000));
    };
    table["chunked"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        r.delivery.chunk_bytes = number(p, "bytes", 1);
    };
}

void add_status_effects(Answers& table) {
    table["status"] = answer_status;
    table["redirect"] = answer_redirect;
    table["challenge"] = answer_challenge;
    table["api_error"] = answer_api_error;
    table["html"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        replace_body(
            r,
            static_cast<int>(number(p, "status", 200)),
            html_type,
            "<!doctype html><html lang=\"fr\"><head><title>Maintenance</title></head><body>"
            "<h1>Le site est en maintenance</h1></body></html>"
        );
    };
    table["empty_body"] = [](const Value&, const Occasion&, ScriptedResponse& r) {
        r.body = Body();
    };
    table["body"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        replace_body(
            r,
            static_cast<int>(number(p, "status", 200)),
            json_type,
            text(p, "text", "{}")
        );
    };
}

void add_byte_effects(Answers& table) {
    table["quoted"] = [](const Value&, const Occasion&, ScriptedResponse& r) {
        const std::string whole = r.body.text();
        r.body = Body(Value(whole).dump(-1, ' ', false, Value::error_handler_t::replace));
    };
    table["bom"] = [](const Value&, const Occasion&, ScriptedResponse& r) {
        r.body = Body("\xEF\xBB\xBF" + r.body.text());
    };
    table["latin1"] = [](const Value&, const Occasion&, ScriptedResponse& r) {
        r.body = Body(to_latin1(r.body.text()));
    };
    table["cut_json"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        std::string whole = r.body.text();
        whole.resize(whole.size() * number(p, "percent", 70) / 100);
        r.body = Body(std::move(whole));
    };
    table["garbage"] = [](const Value&, const Occasion&, ScriptedResponse& r) {
        r.body = Body(r.body.text() + "\n<!-- 0.3 s -->");
    };
    table["endless"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        endless_body(r.body, number(p, "bytes", 2ULL << 30U));
    };
    table["huge_string"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        huge_string_body(r.body, number(p, "bytes", 1ULL << 30U));
    };
    table["deep"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        deep_body(r.body, number(p, "depth", 1'000'000));
    };
    table["gzip_bomb"] = [](const Value& p, const Occasion&, ScriptedResponse& r) {
        r.body = Body();
        r.body.add(gzip_bomb(number(p, "bytes", 1ULL << 30U)));
        r.headers = {{"Content-Type", json_type}, {"Content-Encoding", "gzip"}};
    };
    table["bad_gzip"] = [](const Value&, const Occasion&, ScriptedResponse& r) {
        std::string packed = gzip(r.body.text());
        for (std::size_t i = packed.size() / 2; i < packed.size(); i += 3)
            packed[i] = static_cast<char>(packed[i] ^ 0x5A);
        r.body = Body(std::move(packed));
        r.headers.emplace_back("Content-Encoding", "gzip");
    };
}

const Answers& answer_effects() {
    static const Answers table = [] {
        Answers effects;
        add_delivery_effects(effects);
        add_status_effects(effects);
        add_byte_effects(effects);
        return effects;
    }();
    return table;
}

} // namespace

bool is_effect(std::string_view name) {
    return listing_effects().contains(name) || answer_effects().contains(name);
}

std::vector<std::string> effect_names() {
    std::vector<std::string> names;
    for (const auto& [name, effect] : listing_effects())
        names.push_back(name);
    for (const auto& [name, effect] : answer_effects())
        names.push_back(name);
    return names;
}

void apply_to_listing(const Rule& rule, const Occasion&, Tamper& tamper) {
    const auto it = listing_effects().find(rule.effect);
    if (it != listing_effects().end())
        it->second(*rule.parameters, tamper);
}

void apply_to_answer(const Rule& rule, const Occasion& occasion, ScriptedResponse& response) {
    const auto it = answer_effects().find(rule.effect);
    if (it != answer_effects().end())
        it->second(*rule.parameters, occasion, response);
}

} // namespace moisson::portals

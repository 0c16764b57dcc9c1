// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Packed documents, places in a text, JSON made well-formed.
#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "kit/archive.hpp"
#include "kit/document.hpp"
#include "kit/document_cache.hpp"
#include "kit/document_pages.hpp"
#include "kit/line_counter.hpp"
#include "kit/repair_json.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace moisson::kit {
namespace {

using namespace std::string_literals;

// gzip -n of "{\"dataset\":[]}".
const std::string gzipped = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\x49\x2c\x49\x2c"
                            "\x4e\x2d\x51\xb2\x8a\x8e\xad\x05\x00\xd5\x90\x47\xa7\x0e\x00\x00\x00"s;

std::string little(std::uint32_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i, value >>= 8U)
        out += static_cast<char>(value & 0xFFU);
    return out;
}

struct Member {
    std::string name;
    std::string packed;
    std::uint32_t crc = 0;
    std::uint32_t bytes = 0;
    std::uint32_t method = 0;
    std::uint32_t flags = 0;
};

std::string zip_of(const std::vector<Member>& members) {
    std::string zip;
    std::string directory;
    for (const Member& member : members) {
        const std::string common =
            little(member.flags, 2) + little(member.method, 2) + little(0, 4) +
            little(member.crc, 4) + little(static_cast<std::uint32_t>(member.packed.size()), 4) +
            little(member.bytes, 4) + little(static_cast<std::uint32_t>(member.name.size()), 2) +
            little(0, 2);
        directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + common + little(0, 2) +
                     little(0, 2) + little(0, 2) + little(0, 4) +
                     little(static_cast<std::uint32_t>(zip.size()), 4) + member.name;
        zip += "PK\x03\x04" + little(20, 2) + common + member.name + member.packed;
    }
    const auto at = static_cast<std::uint32_t>(zip.size());
    const auto count = static_cast<std::uint32_t>(members.size());
    return zip + directory + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) +
           little(static_cast<std::uint32_t>(directory.size()), 4) + little(at, 4) + little(0, 2);
}

Member deflated_member() {
    Member member;
    member.name = "data.json";
    member.packed = gzipped.substr(10, gzipped.size() - 18);
    member.crc = 0xa74790d5;
    member.bytes = 14;
    member.method = 8;
    return member;
}

Member stored_member() {
    Member member = deflated_member();
    member.packed = "{\"dataset\":[]}";
    member.method = 0;
    return member;
}

std::string outcome(std::string bytes, std::size_t bytes_max = 1'000'000) {
    const Result<std::string> text = unpacked(std::move(bytes), bytes_max);
    return text.has_value() ? *text : std::string(to_string(text.error().code));
}

TEST(Archive, GivesTheDocumentInsideAGzipOrZipFile) {
    EXPECT_EQ(outcome(gzipped), "{\"dataset\":[]}");
    EXPECT_EQ(outcome(zip_of({deflated_member()})), "{\"dataset\":[]}");
    EXPECT_EQ(outcome(zip_of({stored_member()})), "{\"dataset\":[]}");
    EXPECT_EQ(outcome("{}"), "{}");
    EXPECT_EQ(outcome(""), "");
    Member folder;
    folder.name = "export/";
    Member notes;
    notes.name = "__MACOSX/._data.json";
    EXPECT_EQ(outcome(zip_of({folder, notes, deflated_member()})), "{\"dataset\":[]}");
}

TEST(Archive, RefusesWhatIsNoSingleDocument) {
    EXPECT_EQ(outcome(zip_of({deflated_member(), stored_member()})), "BAD_SHAPE");
    EXPECT_EQ(outcome(zip_of({})), "BAD_SHAPE");
    Member secret = deflated_member();
    secret.flags = 1;
    EXPECT_EQ(outcome(zip_of({secret})), "BAD_SHAPE");
    Member strange = deflated_member();
    strange.method = 12;
    EXPECT_EQ(outcome(zip_of({strange})), "BAD_SHAPE");
}

TEST(Archive, RefusesWhatIsDamagedOrGrowsTooMuch) {
    EXPECT_EQ(outcome(gzipped.substr(0, gzipped.size() - 6)), "TRUNCATED");
    Member wrong = stored_member();
    wrong.crc = 1;
    EXPECT_EQ(outcome(zip_of({wrong})), "PROTOCOL_ERROR");
    wrong = deflated_member();
    wrong.crc = 1;
    EXPECT_EQ(outcome(zip_of({wrong})), "PROTOCOL_ERROR");
    EXPECT_EQ(outcome(gzipped, 10), "TOO_LARGE");
    EXPECT_EQ(outcome(zip_of({deflated_member()}), 10), "TOO_LARGE");
    const std::string whole = zip_of({deflated_member()});
    std::mt19937 random(3);
    for (int i = 0; i < 5'000; ++i) {
        std::string hurt = whole;
        hurt[random() % hurt.size()] = static_cast<char>(random() & 0xFFU);
        if (random() % 3 == 0)
            hurt.resize(random() % hurt.size());
        outcome(std::move(hurt));
    }
}

TEST(LineCounter, NamesLineAndColumnAcrossBlocks) {
    std::string text = "un\ndeux\n";
    for (int i = 0; i < 30'000; ++i)
        text += "ligne\n";
    const LineCounter lines(text);
    EXPECT_EQ(lines.where(0), "line 1, column 1");
    EXPECT_EQ(lines.where(2), "line 1, column 3");
    EXPECT_EQ(lines.where(3), "line 2, column 1");
    EXPECT_EQ(lines.where(8 + 6 * 20'000 + 4), "line 20003, column 5");
    EXPECT_EQ(lines.where(text.size() + 99), "line 30003, column 1");
    EXPECT_EQ(LineCounter("").where(0), "line 1, column 1");
    EXPECT_EQ(LineCounter("a\xC3\xA9").around(2), "a\xC3\xA9");
}

TEST(RepairJson, LeavesGoodJsonAlone) {
    for (const std::string good :
         {R"({"a":[1,-2.5e3,true,false,null,"x\"y\\",{}],"b":{"c":[]}})", "[\n 1\n]", "{}"}) {
        const RepairedJson repaired = repair_json(good);
        EXPECT_EQ(repaired.text, good);
        EXPECT_EQ(repaired.repair_count, 0U) << good;
    }
}

TEST(RepairJson, AlwaysGivesJson) {
    const std::string good =
        R"([{"a":"b, c: {d}","e":[1,{"f":null}],"g":"\u00e9\n"},{"h":{"i":"j"}}])";
    std::mt19937 random(11);
    constexpr std::string_view bytes = "{}[]\",:\\'/ \n\tax0.\x01";
    for (int i = 0; i < 20'000; ++i) {
        std::string text = good;
        for (auto changes = 1 + random() % 4; changes > 0; --changes) {
            const std::size_t at = 1 + random() % (text.size() - 1);
            if (random() % 2 == 0)
                text.erase(at, 1 + random() % 3);
            else
                text.insert(at, 1, bytes[random() % bytes.size()]);
        }
        const RepairedJson repaired = repair_json(text);
        ASSERT_TRUE(json::parse(repaired.text).has_value()) << text << "\n" << repaired.text;
        EXPECT_LE(repaired.repairs.size(), repairs_told);
        if (json::parse(text).has_error())
            EXPECT_GT(repaired.repair_count, 0U) << text;
    }
}

// Ten records, each with two files; `indent` < 0: on one line.
std::string ten_records(int indent, const char* first_key_of_files) {
    json::Value records = json::Value::array();
    for (int i = 0; i < 10; ++i) {
        json::Value record = json::Value::object();
        record["@type"] = "dcat:Dataset";
        record["description"] = "dit \"oui\", \"non\" et \"peut";
        record["identifier"] = std::to_string(i);
        for (int file = 0; file < 2; ++file)
            record["zfiles"].push_back({{first_key_of_files, "dcat:File"}, {"n", file}});
        records.push_back(std::move(record));
    }
    return json::Value({{"dataset", records}, {"title", "Catalogue"}}).dump(indent);
}

// Identifiers of the datasets, in order.
std::string ids_after(const std::string& broken) {
    const Result<json::Value> value = json::parse(repair_json(broken).text);
    if (value.has_error() || json::find(*value, "dataset") == nullptr)
        return "none";
    std::string ids;
    for (const json::Value& record : *json::find(*value, "dataset")) {
        const std::string id = json::scalar(record, "identifier");
        // The record that was hit may have swallowed its own members.
        ids += id.size() <= 1 ? id : "?";
    }
    return ids;
}

TEST(RepairJson, FindsTheRecordsBehindAFaultAgain) {
    for (const int indent : {-1, 0, 1, 4}) {
        const std::string text = ten_records(indent, "@type");
        ASSERT_EQ(ids_after(text), "0123456789");
        // The fourth record loses one byte after the other: the others stay, and none is made up.
        const std::size_t from = text.find("\"3\"") - 70;
        const std::size_t to = text.find("\"4\"") - 70;
        for (std::size_t at = from; at < to; ++at) {
            if (std::string_view(",{}[]\":").find(text[at]) == std::string_view::npos)
                continue;
            std::string broken = text;
            broken.erase(at, 1);
            const std::string ids = ids_after(broken);
            std::string others;
            for (const char id : ids)
                if (id != '3' && id != '2' && id != '4' && id != '?')
                    others += id;
            EXPECT_EQ(others, "0156789") << indent << ", byte " << at << " of " << from;
            EXPECT_LE(ids.size(), 10U) << indent << ", byte " << at;
        }
    }
}

TEST(RepairJson, TakesNoPartOfARecordForOne) {
    // On one line files begin as records do: what cannot be told apart is left as it is.
    std::string text = R"({"dataset":[)";
    for (int i = 0; i < 6; ++i)
        text += std::string(i > 0 ? "," : "") +
                R"({"title":"jeu","files":[{"title":"a"},{"title":"b"}]})";
    text += "]}";
    for (std::size_t at = 12; at < text.size(); ++at) {
        std::string broken = text;
        broken.erase(at, 1);
        const Result<json::Value> value = json::parse(repair_json(broken).text);
        ASSERT_TRUE(value.has_value()) << broken;
        const json::Value* records = json::find(*value, "dataset");
        ASSERT_NE(records, nullptr);
        EXPECT_LE(records->size(), 8U) << "byte " << at;
    }
}

TEST(RepairJson, TakesLinearTimeForHostileText) {
    const auto repeated = [](std::string_view part, std::size_t times) {
        std::string out = "[";
        for (std::size_t i = 0; i < times; ++i)
            out += part;
        return out;
    };
    const auto begun = std::chrono::steady_clock::now();
    for (const std::string_view part :
         {"{",
          "[",
          "{\"a\":",
          "{\"a\":[",
          "}",
          "]",
          "a,",
          "\\\"",
          "{\"@type\":\"x\" ",
          "\"",
          "\n {\"a\":1",
          "[[[}",
          "{{",
          "/*",
          "\n \"a\""}) {
        const RepairedJson repaired = repair_json(repeated(part, 200'000));
        EXPECT_NE(repaired.is_hopeless, !repaired.text.empty()) << part;
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(60));
}

TEST(RepairJson, WritesANumberThatNoReaderHoldsAsText) {
    const RepairedJson repaired = repair_json(R"({"a":9e9999 "b":1e-9999})");
    const Result<json::Value> value = json::parse(repaired.text);
    ASSERT_TRUE(value.has_value()) << repaired.text;
    EXPECT_EQ(json::text(*value, "a"), "9e9999");
}

TEST(RepairJson, NamesAKeyThatIsTwiceInOneObject) {
    EXPECT_EQ(duplicate_key(R"({"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]})"), "");
    EXPECT_EQ(duplicate_key(R"({"a":1,"b":{"c":"a","d":1,"c":2}})"), "c");
    EXPECT_EQ(duplicate_key(R"({"a":["a","a"],"b":"b"})"), "");
    EXPECT_EQ(duplicate_key(R"({"a":{"b":[1,{}]}, "c":1, "a" : {"b":[1,{}]} })"), "");
    EXPECT_EQ(duplicate_key(R"({"a":{"b":[1,{}]}, "c":1, "a" : {"b":[2,{}]} })"), "a");
    EXPECT_EQ(duplicate_key(R"([{"a":"x","a":"x"},{"a":"x","a":null}])"), "a");
    EXPECT_EQ(duplicate_key("{\"a"), "");
}

TEST(RepairJson, NamesAKeyThatTheRecordItselfHasTwice) {
    constexpr std::array<std::string_view, 2> names{"id", "@id"};
    EXPECT_EQ(first_twice(R"({"id":1,"@id":2,"a":{"id":1,"id":2},"b":[{"@id":1}]})", names), "");
    EXPECT_EQ(first_twice(R"({"id":1,"a":{"id":2},"id":2})", names), "id");
    EXPECT_EQ(first_twice(R"({"id":"1","a":{"id":2}, "id" : "1" })", names), "");
    EXPECT_EQ(first_twice(R"({"@id":1,"\u0040id":2})", names), "@id");
    EXPECT_EQ(first_twice("{\"id\":1,\"id", names), "");
}

// Of a million entries that nothing names, an inventory holds the texts that would be stored, and
// counts all.
TEST(DocumentInventory, CountsUnnamedEntriesAndTellsOfSome) {
    class Unnamed final : public DocumentContents {
    public:
        std::size_t size() const override { return 3 * limits::issue_rows_per_code_and_run; }
        std::string_view id(std::size_t) const override { return {}; }
        std::size_t bytes(std::size_t) const override { return 1; }
        void read(std::size_t record, Page& page) const override {
            const bool is_first = record == 0;
            const Code code = is_first ? Code::missing_id : Code::bad_shape;
            page.issues.emplace_back(code, Stage::parse, "why");
            page.issues.back().severity = Severity::warning;
        }
    };
    const InventoryPage page = take_inventory(Unnamed());
    ASSERT_EQ(page.issues.size(), 3 * limits::issue_rows_per_code_and_run);
    const std::size_t told = 1 + limits::issue_rows_per_code_and_run;
    for (std::size_t i = 0; i < page.issues.size(); ++i) {
        Issue expected(i == 0 ? Code::missing_id : Code::bad_shape, Stage::parse);
        expected.severity = Severity::warning;
        expected.detail = i < told ? "why" : "";
        ASSERT_EQ(page.issues[i], expected) << i;
    }
    EXPECT_EQ(page.received, 3 * static_cast<std::int64_t>(limits::issue_rows_per_code_and_run));
    EXPECT_TRUE(page.entries.empty());
}

TEST(DocumentCache, KeepsTheLatestVersionsWithinItsBounds) {
    DocumentCache cache(64'000);
    const auto tagged = [](const std::string& tag) {
        Validators validators;
        validators.etag = tag;
        return validators;
    };
    cache.keep("a", tagged("1"), "un"s);
    cache.keep("a", tagged("2"), "deux"s);
    EXPECT_EQ(cache.find("a")->validators.etag, "2");
    EXPECT_EQ(cache.find("a")->body({}).value().view(), "deux");
    cache.keep("a", Validators(), "sans marque"s);
    EXPECT_EQ(cache.find("a"), nullptr);
    std::mt19937 random(5);
    std::string noise(3'000, ' ');
    for (int i = 0; i < 100; ++i) {
        for (char& c : noise)
            c = static_cast<char>(random() & 0xFFU);
        cache.keep(std::to_string(i), tagged("x"), noise);
        EXPECT_NE(cache.find("0"), nullptr) << "asked for all the time";
    }
    EXPECT_EQ(cache.find("1"), nullptr);
    EXPECT_EQ(cache.find("99")->body({}).value().view(), noise);
    std::string more(9'000, ' ');
    for (char& c : more)
        c = static_cast<char>(random() & 0xFFU);
    cache.keep("trop", tagged("x"), more);
    EXPECT_EQ(cache.find("trop"), nullptr);
}

TEST(Validators, SurviveBeingStored) {
    Validators validators;
    EXPECT_EQ(validators_from_text(to_text(validators)), validators);
    validators.etag = "W/\"x\"";
    EXPECT_EQ(validators_from_text(to_text(validators)), validators);
    validators.last_modified = "Sun, 06 Nov 1994 08:49:37 GMT";
    EXPECT_EQ(validators_from_text(to_text(validators)), validators);
    EXPECT_TRUE(validators_from_text("?").empty());
}

} // namespace
} // namespace moisson::kit

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A migration holds its locks until it ends: it does no work as long as a big table (decision 22).
// Data work is done by the program afterwards, in batches; an index of a big table is built
// concurrently, alone in a file marked "-- moisson: no transaction".
#include "repo/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::repo {
namespace {

// Those before were published without the rule.
constexpr int first_held_to_it = 24;
// With the reason behind it: why the work is short all the same.
constexpr std::string_view mark = "-- moisson: data work,";

// Tables that grow with the catalogue or with time.
const std::set<std::string, std::less<>>& big_tables() {
    static const std::set<std::string, std::less<>> names = {
        "alert",         "alias",          "assessment",     "audit",       "change",
        "cluster",       "cluster_key",    "cluster_member", "dataset",     "dataset_history",
        "dataset_issue", "dataset_signal", "distribution",   "event",       "issue",
        "left_out",      "link",           "link_memory",    "link_rollup", "message",
        "notice",        "raw_record",     "remote_id",      "run_page",    "slug",
        "verdict"};
    return names;
}

// Of "$body$"; not of "$1".
bool is_quote(std::string_view tag) {
    const std::string_view name = tag.substr(1, tag.size() - 2);
    return std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
    });
}

// Without comments, and without the bodies of functions: what they do is done later.
std::string statements_only(std::string_view sql) {
    std::string out;
    for (std::size_t at = 0; at < sql.size();) {
        if (sql.substr(at, 2) == "--") {
            at = std::min(sql.find('\n', at), sql.size());
            continue;
        }
        if (sql[at] == '$') {
            const std::size_t end_of_tag = sql.find('$', at + 1);
            const std::string_view tag =
                end_of_tag == sql.npos ? "$1$" : sql.substr(at, end_of_tag + 1 - at);
            if (is_quote(tag)) {
                const std::size_t end = sql.find(tag, end_of_tag + 1);
                at = end == sql.npos ? sql.size() : end + tag.size();
                continue;
            }
        }
        out += static_cast<char>(std::tolower(static_cast<unsigned char>(sql[at])));
        ++at;
    }
    return out;
}

using Words = std::vector<std::string>;

// Of each statement; names without their schema, and without words that change nothing here.
std::vector<Words> statements_of(std::string_view sql) {
    std::vector<Words> out(1);
    std::string word;
    for (const char c : statements_only(sql) + ";") {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
            word += c;
            continue;
        }
        if (!word.empty() && word != "moisson" && word != "only")
            out.back().push_back(word);
        word.clear();
        if (c == ';')
            out.emplace_back();
    }
    return out;
}

bool has(const Words& words, std::initializer_list<std::string_view> row) {
    return std::search(words.begin(), words.end(), row.begin(), row.end()) != words.end();
}

// The word behind the last of `row`, wherever it stands.
std::vector<std::string> behind(const Words& words, std::initializer_list<std::string_view> row) {
    std::vector<std::string> out;
    auto at = words.begin();
    while ((at = std::search(at, words.end(), row.begin(), row.end())) != words.end()) {
        at += static_cast<std::ptrdiff_t>(row.size());
        if (at != words.end())
            out.push_back(*at);
    }
    return out;
}

bool names_big(const std::vector<std::string>& tables) {
    return std::any_of(tables.begin(), tables.end(), [](const std::string& table) {
        return big_tables().contains(table);
    });
}

// Reads or writes every row of its table before it lets go.
bool alters_every_row(const Words& words) {
    const bool checks = has(words, {"add", "constraint"}) || has(words, {"add", "primary"}) ||
                        has(words, {"add", "check"}) || has(words, {"add", "foreign"}) ||
                        has(words, {"add", "unique"});
    return (checks && !has(words, {"not", "valid"})) || has(words, {"set", "not", "null"}) ||
           has(words, {"stored"}) || (has(words, {"alter", "column"}) && has(words, {"type"}));
}

// What is wrong with a statement; empty: nothing.
std::string fault_of(const Words& words) {
    if (names_big(behind(words, {"update"})))
        return "updates a big table";
    if (names_big(behind(words, {"delete", "from"})))
        return "deletes from a big table";
    const bool reads_big = names_big(behind(words, {"from"})) || names_big(behind(words, {"join"}));
    if (has(words, {"insert", "into"}) && reads_big)
        return "fills a table from a big one";
    if (has(words, {"index"}) && has(words, {"create"}) && !has(words, {"concurrently"}) &&
        names_big(behind(words, {"on"})))
        return "builds an index of a big table";
    const bool alters = names_big(behind(words, {"alter", "table"})) ||
                        names_big(behind(words, {"alter", "table", "if", "exists"}));
    if (alters && alters_every_row(words))
        return "checks or writes a big table again";
    return {};
}

std::vector<std::string> faults_of(std::string_view sql) {
    std::vector<std::string> out;
    if (sql.find(mark) != sql.npos)
        return out;
    for (const Words& words : statements_of(sql))
        if (std::string fault = fault_of(words); !fault.empty())
            out.push_back(std::move(fault));
    return out;
}

int number_of_migration(const File& file) {
    constexpr std::string_view folder = "sql/migrations/";
    return file.path.starts_with(folder) ? std::stoi(file.path.substr(folder.size(), 4)) : 0;
}

TEST(Migrations, LockNoBigTableForAsLongAsItIs) {
    for (const File& file : files())
        if (number_of_migration(file) >= first_held_to_it)
            for (const std::string& fault : faults_of(file.text))
                ADD_FAILURE() << file.path << ' ' << fault << ": see CONTRIBUTING.md, Migrations";
}

TEST(Migrations, ThatLockABigTableAreFound) {
    for (const char* const sql :
         {"update moisson.dataset set state = 'active';",
          "with old as (select 1) update only dataset d set title = '';",
          "delete from issue where run < 3;",
          "insert into dataset_empty (dataset) select d.id from dataset d;",
          "insert into verdict select s.dataset from x s join dataset_signal using (dataset);",
          "create index alert_closed on alert (closed_at);",
          "create unique index link_url on moisson.link (url);",
          "alter table dataset add constraint dataset_pkey primary key (id) include (state);",
          "alter table only link alter column url type text;",
          "alter table if exists verdict alter column since set not null;"})
        EXPECT_EQ(faults_of(sql).size(), 1U) << sql;
    // The two that this rule comes from.
    std::size_t found = 0;
    for (const File& file : files())
        if (const int number = number_of_migration(file); number == 20 || number == 21)
            found += faults_of(file.text).empty() ? 0 : 1;
    EXPECT_EQ(found, 2U);
}

TEST(Migrations, ThatOnlyTouchTheCatalogueOfPostgresqlAreNot) {
    for (const char* const sql :
         {"alter table dataset add column note text not null default '';",
          "alter table dataset drop constraint dataset_state_check;",
          "alter table link add constraint link_state_check check (state <> '') not valid;",
          "create index concurrently if not exists dataset_note on dataset (note);",
          "create index search_value on saved_search (value);",
          "create table dataset_note (dataset uuid references dataset on delete cascade);",
          "create trigger t after update on dataset for each row execute function f();",
          "create function f() returns trigger as $body$ begin update dataset set x = 1; end "
          "$body$ language plpgsql;",
          "-- update dataset set x = 1;\nselect 1;",
          "create view v as select d.id from dataset d join link l on l.id = d.link;",
          "update person set role = 'reader';",
          "-- moisson: data work, at most one row a portal\nupdate alert set kind = 'x';"})
        EXPECT_TRUE(faults_of(sql).empty()) << sql << ' ' << faults_of(sql).front();
}

} // namespace
} // namespace moisson::repo

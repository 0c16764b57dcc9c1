// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/people.hpp"

#include "core/json_access.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"

#include <algorithm>

namespace moisson::store {
namespace {

constexpr const char* select_people = R"sql(
select p.id, p.name, p.email, p.role, p.countries, p.portals, p.created_at, p.disabled_at,
    (select count(*) from api_token t where t.person = p.id and t.revoked_at is null
        and t.expires_at > moisson.now() and p.disabled_at is null)
from person p where $1::bigint is null or p.id = $1 order by lower(p.name))sql";

constexpr const char* insert_person = R"sql(
insert into person (name, email, role, countries, portals, created_at)
values ($1, $2, $3, $4, $5, moisson.now())
on conflict (lower(name)) do nothing returning id)sql";

constexpr const char* disable_person_sql = "update person set disabled_at = moisson.now() "
                                           "where id = $1 and disabled_at is null";
constexpr const char* revoke_all = "update api_token set revoked_at = moisson.now(), "
                                   "revoked_by = $2 where person = $1 and revoked_at is null";
constexpr const char* enable_person_sql = "update person set disabled_at = null "
                                          "where id = $1 and disabled_at is not null";
constexpr const char* find_person =
    "select id, disabled_at is not null from person where lower(name) = lower($1)";

PersonRow read_person(const Rows& rows, int i) {
    PersonRow row;
    row.id = rows.int64(i, 0);
    row.name = rows.str(i, 1);
    row.email = rows.str(i, 2);
    row.role = person_role_from_string(rows.text(i, 3)).value_or(PersonRole::subscriber);
    row.countries = rows.texts(i, 4);
    row.portals = rows.texts(i, 5);
    row.created_at = rows.instant(i, 6);
    row.disabled_at = rows.optional_instant(i, 7);
    row.tokens = rows.int64(i, 8);
    return row;
}

PersonRow person_of(Connection& connection, std::int64_t id) {
    const std::optional<std::int64_t> which(id);
    return read_person(connection.exec(select_people, Params(which)), 0);
}

bool is_country(const std::string& code) {
    return code.size() == 2 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_name(const std::string& name) {
    const bool blank = name.find_first_not_of(' ') == name.npos;
    return !blank && name.size() <= person_name_bytes &&
           std::none_of(name.begin(), name.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20;
           });
}

bool is_address(const std::string& address) {
    const auto at = address.find('@');
    return address.size() <= person_email_bytes && at != address.npos && at > 0 &&
           address.find('@', at + 1) == address.npos && address.find('.', at) != address.npos &&
           std::all_of(address.begin(), address.end(), [](char c) {
               return static_cast<unsigned char>(c) > 0x20 && c != '<' && c != '>' && c != ',';
           });
}

std::optional<Error> fault_of(const NewPerson& person) {
    if (!is_name(person.name))
        return Error(Code::invalid_argument, "a name of 1 to 100 bytes is expected");
    if (!person.email.empty() && !is_address(person.email))
        return Error(Code::invalid_argument, "no e-mail address: " + person.email);
    if (person.countries.size() + person.portals.size() > person_scope_max)
        return Error(Code::invalid_argument, "too many countries or portals");
    for (const std::string& country : person.countries)
        if (!is_country(country))
            return Error(Code::invalid_argument, "no country code: " + country);
    return std::nullopt;
}

Result<PersonRow> add(Connection& connection, const NewPerson& person) {
    if (const auto fault = fault_of(person))
        return *fault;
    Transaction transaction(connection);
    for (const std::string& portal : person.portals)
        if (connection.exec("select from portal where key = $1", Params(portal)).size() == 0)
            return Error(Code::invalid_argument, "no portal " + portal);
    const Rows inserted = connection.exec(
        insert_person,
        Params(person.name, person.email, to_string(person.role), person.countries, person.portals)
    );
    if (inserted.size() == 0) {
        const Rows known = connection.exec(find_person, Params(person.name));
        if (known.size() > 0 && known.boolean(0, 1))
            return Error(Code::invalid_argument, person.name + " is a disabled person");
        return Error(Code::invalid_argument, person.name + " is there already");
    }
    PersonRow row = person_of(connection, inserted.int64(0, 0));
    // Not the address: the log is for ever.
    const json::Value detail = {
        {"name", row.name},
        {"role", to_string(row.role)},
        {"countries", row.countries},
        {"portals", row.portals}};
    put_audit(
        connection,
        person.by,
        "person.added",
        "person:" + std::to_string(row.id),
        json::dump(detail)
    );
    transaction.commit();
    return row;
}

Result<PersonRow> dismiss(Connection& connection, const std::string& name, const std::string& by) {
    Transaction transaction(connection);
    const Rows found = connection.exec(find_person, Params(name));
    if (found.size() == 0)
        return Error(Code::not_found, "nobody called " + name);
    const std::int64_t id = found.int64(0, 0);
    const bool changed = connection.exec(disable_person_sql, Params(id)).affected() == 1;
    const std::int64_t revoked = connection.exec(revoke_all, Params(id, by)).affected();
    PersonRow row = person_of(connection, id);
    if (changed) {
        const json::Value detail = {{"name", row.name}, {"tokens", revoked}};
        put_audit(
            connection,
            by,
            "person.disabled",
            "person:" + std::to_string(id),
            json::dump(detail)
        );
    }
    transaction.commit();
    return row;
}

Result<PersonRow> welcome(Connection& connection, const std::string& name, const std::string& by) {
    Transaction transaction(connection);
    const Rows found = connection.exec(find_person, Params(name));
    if (found.size() == 0)
        return Error(Code::not_found, "nobody called " + name);
    const std::int64_t id = found.int64(0, 0);
    const bool changed = connection.exec(enable_person_sql, Params(id)).affected() == 1;
    PersonRow row = person_of(connection, id);
    if (changed) {
        const json::Value detail = {{"name", row.name}};
        put_audit(
            connection,
            by,
            "person.enabled",
            "person:" + std::to_string(id),
            json::dump(detail)
        );
    }
    transaction.commit();
    return row;
}

Result<std::vector<PersonRow>> people(Connection& connection) {
    const std::optional<std::int64_t> any;
    const Rows rows = connection.exec(select_people, Params(any));
    std::vector<PersonRow> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(read_person(rows, i));
    return out;
}

} // namespace

asio::awaitable<Result<PersonRow>> add_person(Database& database, NewPerson person) {
    std::function<Result<PersonRow>(Connection&)> job = [asked = std::move(person)](Connection& c) {
        return add(c, asked);
    };
    Result<PersonRow> row = co_await database.run<PersonRow>("add_person", std::move(job));
    co_return row;
}

asio::awaitable<Result<PersonRow>>
disable_person(Database& database, std::string name, std::string by) {
    std::function<Result<PersonRow>(Connection&)> job = [who = std::move(name),
                                                         author = std::move(by)](Connection& c) {
        return dismiss(c, who, author);
    };
    Result<PersonRow> row = co_await database.run<PersonRow>("disable_person", std::move(job));
    co_return row;
}

asio::awaitable<Result<PersonRow>>
enable_person(Database& database, std::string name, std::string by) {
    std::function<Result<PersonRow>(Connection&)> job = [who = std::move(name),
                                                         author = std::move(by)](Connection& c) {
        return welcome(c, who, author);
    };
    Result<PersonRow> row = co_await database.run<PersonRow>("enable_person", std::move(job));
    co_return row;
}

asio::awaitable<Result<std::vector<PersonRow>>> list_people(Database& database) {
    std::function<Result<std::vector<PersonRow>>(Connection&)> job = [](Connection& c) {
        return people(c);
    };
    Result<std::vector<PersonRow>> rows =
        co_await database.run<std::vector<PersonRow>>("list_people", std::move(job));
    co_return rows;
}

} // namespace moisson::store

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/mail/post.hpp"

namespace moisson::simulation {
namespace {

using store::DeliveryOutcome;

// Of a thousand messages.
constexpr std::uint64_t put_off = 20;
constexpr std::uint64_t dropped = 25;
constexpr std::uint64_t answer_lost = 32;
constexpr std::uint64_t killed_after = 40;
constexpr std::uint64_t killed_before = 44;
constexpr std::chrono::minutes greylisted{5};
// A server forgets whom it knows.
constexpr std::chrono::days known_for{30};

std::string id_of(const notify::Outgoing& mail) {
    for (const std::string& line : mail.headers)
        if (line.starts_with("Message-ID: "))
            return line.substr(12);
    throw std::logic_error("a message without a Message-ID");
}

bool greylists(const std::string& recipient) {
    return recipient.find("@gris.") != std::string::npos;
}

} // namespace

notify::SmtpReply PostOffice::answer(int code, const std::string& text, bool refused) {
    notify::SmtpReply out;
    out.text = text;
    if (refused)
        out.bounce = store::BounceKind::hard;
    out.outcome = code == 250   ? DeliveryOutcome::sent
                  : code >= 500 ? DeliveryOutcome::failed
                                : DeliveryOutcome::deferred;
    ++answers[text];
    return out;
}

void PostOffice::keep(const notify::Outgoing& mail) {
    taken.push_back({id_of(mail), mail.recipient, now});
}

notify::SmtpReply PostOffice::take(const notify::Outgoing& mail) {
    if (away)
        return answer(421, "421 4.3.2 not now");
    if (closed.contains(mail.recipient))
        return answer(550, "550 5.1.1 no such user", true);
    if (greylists(mail.recipient) && !calm) {
        Instant& first = asked_.try_emplace(mail.recipient, now).first->second;
        if (now - first > known_for)
            first = now;
        if (now - first < greylisted)
            return answer(451, "451 4.7.1 greylisted");
    }
    const std::uint64_t drawn = calm ? 1'000 : rng_.below(1'000);
    if (drawn < put_off)
        return answer(451, "451 4.3.0 try again");
    if (drawn < dropped)
        return answer(0, "dropped after DATA");
    if (drawn >= killed_after && drawn < killed_before) {
        ++kills;
        ++answers["killed before"];
        throw Killed();
    }
    keep(mail);
    if (drawn < answer_lost) {
        unheard.insert(id_of(mail));
        return answer(0, "answer lost");
    }
    if (drawn < killed_after) {
        unheard.insert(id_of(mail));
        ++kills;
        ++answers["killed between 250 and the log"];
        throw Killed();
    }
    return answer(250, "250 2.0.0 accepted");
}

} // namespace moisson::simulation

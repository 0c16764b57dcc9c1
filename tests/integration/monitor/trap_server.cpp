// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "integration/monitor/trap_server.hpp"

#include <zlib.h>

#include <chrono>
#include <map>
#include <thread>

namespace moisson::testing {
namespace {

const std::string csv = "pays;population\nTogo;8095498\n";
const std::string csv_type = "Content-Type: text/csv";
const std::string html_type = "Content-Type: text/html; charset=utf-8";

std::string file() {
    return http_answer("200 OK", csv, {csv_type});
}

std::string page(std::string_view text) {
    return http_answer(
        "200 OK",
        "<!doctype html><html><body><h1>" + std::string(text) + "</h1></body></html>",
        {html_type}
    );
}

std::string redirect(std::string_view status, std::string_view to) {
    return http_answer(status, "", {"Location: " + std::string(to)});
}

std::string bomb() {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    const std::string zeros(1 << 20, '\0');
    std::string out;
    std::string part(1 << 16, '\0');
    for (int i = 0; i < 64; ++i) {
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data()));
        stream.avail_in = static_cast<uInt>(zeros.size());
        do {
            stream.next_out = reinterpret_cast<Bytef*>(part.data());
            stream.avail_out = static_cast<uInt>(part.size());
            deflate(&stream, i == 63 ? Z_FINISH : Z_NO_FLUSH);
            out.append(part.data(), part.size() - stream.avail_out);
        } while (stream.avail_out == 0);
    }
    deflateEnd(&stream);
    return http_answer("200 OK", out, {csv_type, "Content-Encoding: gzip"});
}

// Never ends, as long as somebody listens.
void send_for_ever(Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n");
    const std::string row(4'096, 'x');
    while (peer.send(row)) {
    }
}

bool is_head(const std::string& request) {
    return request.starts_with("HEAD ");
}

bool has_header(const std::string& request, std::string_view line) {
    return request.find(line) != std::string::npos;
}

std::string path_of(const std::string& request) {
    const std::size_t begin = request.find(' ') + 1;
    return request.substr(begin, request.find(' ', begin) - begin);
}

const std::map<std::string, std::string>& fixed_answers() {
    static const std::map<std::string, std::string> answers = {
        {"/good.csv", file()},
        {"/gone.csv", http_answer("410 Gone", "parti")},
        {"/absent.csv", http_answer("404 Not Found", "non")},
        {"/legal.csv", http_answer("451 Unavailable For Legal Reasons", "")},
        {"/private.csv", http_answer("401 Unauthorized", "", {"WWW-Authenticate: Basic"})},
        {"/refused.csv", http_answer("403 Forbidden", "non")},
        {"/busy.csv", http_answer("429 Too Many Requests", "", {"Retry-After: 7200"})},
        {"/down.csv", http_answer("500 Internal Server Error", "aïe")},
        {"/empty.csv", http_answer("200 OK", "", {csv_type})},
        {"/pdf.csv", http_answer("200 OK", "%PDF-1.7 rapport", {csv_type})},
        {"/wall200.csv", page("<script src='/cdn-cgi/challenge-platform/x'></script>")},
        {"/wall403.csv",
         http_answer("403 Forbidden", "<html>Just a moment...</html>", {html_type})},
        {"/incapsula.csv",
         http_answer("404 Not Found", "<html>Incapsula incident ID: 7</html>", {html_type})},
        {"/anubis.csv", redirect("307 Temporary Redirect", "/.within.website/?redir=x")},
        {"/.within.website/?redir=x", page("anubis_challenge")},
        {"/root/a.csv", redirect("302 Found", "/")},
        {"/", page("Accueil du portail")},
        {"/lost.csv", redirect("302 Found", "/erreur/page-404")},
        {"/erreur/page-404", page("Oups")},
        {"/shared/a.csv", redirect("302 Found", "/nouveau-site")},
        {"/nouveau-site", page("Bienvenue sur notre nouveau site")},
        {"/honest/fiche.csv", page("Fiche de la donnée")},
        {"/moved.csv", redirect("301 Moved Permanently", "/good.csv")},
        {"/found.csv", redirect("302 Found", "/good.csv")},
        {"/loop.csv", redirect("302 Found", "/loop.csv")},
        {"/inside.csv", redirect("302 Found", "http://169.254.169.254/latest/meta-data/")},
        {"/nowhere.csv", redirect("302 Found", "http://")},
        {"/many/1", redirect("302 Found", "/many/2")},
        {"/many/2", redirect("302 Found", "/many/3")},
        {"/many/3", redirect("302 Found", "/many/4")},
        {"/many/4", redirect("302 Found", "/many/5")},
        {"/many/5", redirect("302 Found", "/many/6")},
        {"/many/6", redirect("302 Found", "/many/7")},
        {"/many/7", redirect("302 Found", "/many/8")},
        {"/ows?service=WMS&request=GetCapabilities",
         http_answer(
             "200 OK",
             "<?xml version='1.0'?><WMS_Capabilities/>",
             {"Content-Type: text/xml"}
         )},
        {"/bad-ows?service=WMS&request=GetCapabilities",
         http_answer(
             "200 OK",
             "<?xml version='1.0'?><ServiceExceptionReport/>",
             {"Content-Type: text/xml"}
         )},
    };
    return answers;
}

// Pauses longer than anybody waits.
void send_a_little(Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 90000\r\n\r\n");
    peer.send("pays;population\n");
    std::this_thread::sleep_for(std::chrono::seconds(2));
}

// False: nothing more on this connection.
bool answer(Peer& peer, const std::string& request) {
    const std::string path = path_of(request);
    if (path == "/head404.csv")
        return peer.send(
            is_head(request) ? "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\n" : file()
        );
    if (path == "/head200.csv")
        return peer.send(
            is_head(request) ? "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n"
                             : http_answer("404 Not Found", "non")
        );
    if (path == "/range.csv")
        return peer.send(
            has_header(request, "Range:") ? http_answer("416 Range Not Satisfiable", "") : file()
        );
    if (path == "/same.csv")
        return peer.send(
            has_header(request, "If-None-Match: \"v1\"")
                ? "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n"
                : file()
        );
    if (path == "/slow.csv") {
        std::this_thread::sleep_for(std::chrono::seconds(2));
        return peer.send(file());
    }
    if (path == "/sluggish.csv") {
        std::this_thread::sleep_for(std::chrono::seconds(11));
        return peer.send(file());
    }
    if (path == "/endless.csv") {
        send_for_ever(peer);
        return false;
    }
    if (path == "/drip.csv") {
        send_a_little(peer);
        return false;
    }
    if (path == "/bomb.csv")
        return peer.send(bomb());
    if (path == "/cut.csv") {
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 900\r\n\r\npays;");
        return false;
    }
    if (path == "/reset.csv") {
        peer.reset();
        return false;
    }
    if (path == "/garbage.csv") {
        peer.send("bonjour, je ne parle pas HTTP\r\n\r\n");
        return false;
    }
    // A site whose every unknown address is its search page.
    if (path.starts_with("/soft/"))
        return peer.send(page("Recherche : aucun résultat pour cette adresse"));
    if (path.starts_with("/root/"))
        return peer.send(redirect("302 Found", "/"));
    const auto found = fixed_answers().find(path);
    return peer.send(
        found == fixed_answers().end() ? http_answer("404 Not Found", "inconnu") : found->second
    );
}

} // namespace

void serve_traps(Peer& peer) {
    while (const auto request = peer.read_request()) {
        if (!answer(peer, *request))
            return;
        // HEAD answers announce bodies they do not send: the connection would be out of step.
        if (is_head(*request))
            return;
    }
}

} // namespace moisson::testing

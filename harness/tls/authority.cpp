// SPDX-License-Identifier: MIT
#include "harness/tls/authority.h"

#include <array>
#include <map>
#include <utility>

#include "harness/base/bug.h"
#include "harness/tls/certificate.h"
#include "harness/tls/keys.h"

namespace postiche::tls {
namespace {

constexpr std::int64_t one_day = 24 * 60 * 60;
// The longest common name: RFC 5280 sec A.1.
constexpr std::size_t longest_name = 64;
constexpr const char* address = "127.0.0.1";

// An authority or one below it, with its certificate.
struct Issuer {
  Signer signer;
  std::string pem;
};

}  // namespace

struct Authority::Impl {
  explicit Impl(Origin given) : origin(std::move(given)) {}

  Issuer& root();
  Issuer& stranger();
  Issuer& intermediate();
  Issuer& impostor();
  Key& server_key(Certificate kind, Algorithm algorithm);
  Contents contents_of(Certificate kind, Algorithm algorithm);
  void spoil(Contents& contents, Certificate kind);
  Issuer& issuer_of(Certificate kind);
  Pair issue(Certificate kind, Algorithm algorithm);

  std::string new_serial();
  Contents contents_for(std::string name, Contents::Use use);
  std::unique_ptr<Issuer> make_issuer(std::string name, Issuer* above,
                                      Contents::Use use = Contents::Use::authority);
  const std::string& revoked_serial(Algorithm algorithm);

  const Origin origin;
  Random random;
  std::unique_ptr<Issuer> root_, stranger_, intermediate_, impostor_;
  std::unique_ptr<Key> ecdsa_, rsa_, weak_;
  std::map<std::pair<Certificate, Algorithm>, Pair> pairs;
  std::map<Algorithm, std::string> revoked_serials;
  std::string crl_pem;
};

// Random, as an issuer of the same name may live in some browser since an earlier run, and no two
// certificates of a name may share a number: RFC 5280 sec 4.1.2.2.
std::string Authority::Impl::new_serial() {
  std::string serial = random.bytes(16);
  serial[0] = static_cast<char>((serial[0] & 0x3F) | 0x40);  // positive, and no leading zero
  return serial;
}

const std::string& Authority::Impl::revoked_serial(Algorithm algorithm) {
  std::string& serial = revoked_serials[algorithm];
  if (serial.empty()) serial = new_serial();
  return serial;
}

Contents Authority::Impl::contents_for(std::string name, Contents::Use use) {
  Contents contents;
  contents.name = std::move(name);
  contents.serial = new_serial();
  contents.from = origin.unix_seconds - one_day;  // a client's clock may be behind
  contents.until = origin.unix_seconds + 365 * one_day;
  contents.use = use;
  return contents;
}

std::unique_ptr<Issuer> Authority::Impl::make_issuer(std::string name, Issuer* above,
                                                     Contents::Use use) {
  auto issuer = std::make_unique<Issuer>();
  issuer->signer.name = name;
  make_ecdsa(issuer->signer.key, random);
  Contents contents = contents_for(std::move(name), use);
  // Older than the oldest certificate below it.
  contents.from = origin.unix_seconds - 10 * 365 * one_day;
  contents.until = origin.unix_seconds + 10 * 365 * one_day;
  Signer& signer = above == nullptr ? issuer->signer : above->signer;
  issuer->pem = write_certificate(contents, issuer->signer.key, signer, random);
  return issuer;
}

Issuer& Authority::Impl::root() {
  if (!root_) root_ = make_issuer("Postiche test CA", nullptr);
  return *root_;
}

Issuer& Authority::Impl::stranger() {
  if (!stranger_) stranger_ = make_issuer("Postiche unknown CA", nullptr);
  return *stranger_;
}

Issuer& Authority::Impl::intermediate() {
  if (!intermediate_) intermediate_ = make_issuer("Postiche intermediate CA", &root());
  return *intermediate_;
}

// The holder of some certificate for a server, who signs others with it: RFC 5280 sec 4.2.1.9.
Issuer& Authority::Impl::impostor() {
  if (!impostor_) impostor_ = make_issuer("impostor.invalid", &root(), Contents::Use::server);
  return *impostor_;
}

// All kinds may share a key: clients do not look at it.
Key& Authority::Impl::server_key(Certificate kind, Algorithm algorithm) {
  const bool is_weak = kind == Certificate::weak;
  std::unique_ptr<Key>& key = is_weak ? weak_ : algorithm == Algorithm::rsa ? rsa_ : ecdsa_;
  if (key) return *key;
  key = std::make_unique<Key>();
  if (is_weak || algorithm == Algorithm::rsa) {
    make_rsa(*key, is_weak ? 1024 : 2048, random);
  } else {
    make_ecdsa(*key, random);
  }
  return *key;
}

Contents Authority::Impl::contents_of(Certificate kind, Algorithm algorithm) {
  const bool fits = origin.host.size() <= longest_name;
  Contents contents = contents_for(fits ? origin.host : "Postiche", Contents::Use::server);
  contents.hosts = {origin.host, "localhost"};
  contents.is_loopback = true;
  if (kind == Certificate::sha1) contents.digest = MBEDTLS_MD_SHA1;
  if (kind == Certificate::revoked) {
    contents.serial = revoked_serial(algorithm);
    contents.crl_url = origin.crl_url;
  }
  spoil(contents, kind);
  return contents;
}

// What is wrong with its names or times. Who has signed it is issue()'s affair.
void Authority::Impl::spoil(Contents& contents, Certificate kind) {
  const std::int64_t now = origin.unix_seconds;
  switch (kind) {
    case Certificate::expired:
      contents.from = now - 366 * one_day;
      contents.until = now - one_day;
      return;
    case Certificate::not_yet_valid:
      contents.from = now + 30 * one_day;
      contents.until = now + 395 * one_day;
      return;
    case Certificate::wrong_host:
      contents.name = "wrong-host.invalid";
      contents.hosts = {contents.name};
      contents.is_loopback = false;
      return;
    case Certificate::common_name:
      contents.name = address;
      contents.hosts = {"wrong-host.invalid"};
      contents.is_loopback = false;
      return;
    case Certificate::address_as_name:
      contents.name = address;
      contents.hosts = {address};
      contents.is_loopback = false;
      return;
    case Certificate::client_only:
      contents.use = Contents::Use::client;
      return;
    case Certificate::wildcard:
      contents.name = "Postiche";
      contents.hosts = {"*." + origin.host};
      contents.is_loopback = false;
      return;
    case Certificate::ip:
      // Where there is no dNSName, many clients take the common name for one.
      contents.name = address;
      contents.hosts.clear();
      return;
    default:
      return;
  }
}

Issuer& Authority::Impl::issuer_of(Certificate kind) {
  switch (kind) {
    case Certificate::unknown_ca:
      return stranger();
    case Certificate::incomplete_chain:
      return intermediate();
    case Certificate::not_an_authority:
      return impostor();
    default:
      return root();
  }
}

Pair Authority::Impl::issue(Certificate kind, Algorithm algorithm) {
  const Contents contents = contents_of(kind, algorithm);
  Key& key = server_key(kind, algorithm);
  Pair pair;
  pair.key = key_pem(key);
  if (kind == Certificate::self_signed) {
    Signer itself;
    itself.name = contents.name;
    parse_key(itself.key, pair.key, random);
    pair.certificates = write_certificate(contents, key, itself, random);
    return pair;
  }
  Issuer& issuer = issuer_of(kind);
  pair.certificates = write_certificate(contents, key, issuer.signer, random);
  // Sent along, so that a client which trusts whatever it is sent is found out.
  const bool is_sent = kind == Certificate::unknown_ca || kind == Certificate::not_an_authority;
  if (is_sent) pair.certificates += issuer.pem;
  return pair;
}

Authority::Authority(Origin origin) : impl_(std::make_unique<Impl>(std::move(origin))) {}
Authority::~Authority() = default;

const Authority::Origin& Authority::origin() const { return impl_->origin; }

const std::string& Authority::ca_pem() { return impl_->root().pem; }

const std::string& Authority::crl_pem() {
  if (!impl_->crl_pem.empty()) return impl_->crl_pem;
  Revocations revocations;
  for (const Algorithm algorithm : {Algorithm::ecdsa, Algorithm::rsa}) {
    revocations.serials.push_back(impl_->revoked_serial(algorithm));
  }
  revocations.from = impl_->origin.unix_seconds - one_day;
  revocations.until = impl_->origin.unix_seconds + 365 * one_day;
  Issuer& root = impl_->root();
  Chain certificate;
  parse_chain(certificate, root.pem);
  impl_->crl_pem = write_revocations(revocations, certificate, root.signer, impl_->random);
  return impl_->crl_pem;
}

const Pair& Authority::server_pair(Certificate kind, Algorithm algorithm) {
  if (kind == Certificate::weak) algorithm = Algorithm::rsa;
  const auto [place, is_new] = impl_->pairs.try_emplace({kind, algorithm});
  if (is_new) place->second = impl_->issue(kind, algorithm);
  return place->second;
}

Pair Authority::client_pair(std::string_view name) {
  Key key;
  make_ecdsa(key, impl_->random);
  const Contents contents = impl_->contents_for(std::string(name), Contents::Use::client);
  Pair pair;
  pair.certificates = write_certificate(contents, key, impl_->root().signer, impl_->random);
  pair.key = key_pem(key);
  return pair;
}

}  // namespace postiche::tls

// SPDX-License-Identifier: MIT
#include "harness/tls/certificate.h"

#include <mbedtls/asn1write.h>
#include <mbedtls/oid.h>
#include <mbedtls/pem.h>

#include <array>

#include "harness/base/bug.h"
#include "harness/tls/der.h"

namespace postiche::tls {
namespace {

using Writer =
    Owned<mbedtls_x509write_cert, mbedtls_x509write_crt_init, mbedtls_x509write_crt_free>;

std::string object_identifier(std::string_view oid) {
  return der::element(der::object_identifier, oid);
}

// RFC 5280 sec 4.2.1.2, its first method.
std::string key_identifier(const Key& key) {
  std::array<unsigned char, 1024> room{};
  unsigned char* begin = room.data() + room.size();
  POSTICHE_CHECK(mbedtls_pk_write_pubkey(&begin, room.data(), key.get()) > 0);
  const auto size = static_cast<std::size_t>(room.data() + room.size() - begin);
  return digest(MBEDTLS_MD_SHA1, text(begin, size));
}

// RFC 5280 sec 4.2.1.1
std::string authority_key_identifier(const Key& key) {
  return der::element(der::sequence, der::element(der::context(0), key_identifier(key)));
}

// RFC 5280 sec 4.2.1.6
std::string alternative_names(const Contents& contents) {
  std::string names;
  for (const std::string& host : contents.hosts) names += der::element(der::context(2), host);
  if (contents.is_loopback) {
    constexpr std::string_view v4("\x7F\0\0\1", 4);
    constexpr std::string_view v6("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
    names += der::element(der::context(7), v4) + der::element(der::context(7), v6);
  }
  return names.empty() ? names : der::element(der::sequence, names);
}

// RFC 5280 sec 4.2.1.13: one point, named by its address.
std::string distribution_points(const std::string& url) {
  const std::string name = der::element(der::context(6), url);
  const std::string full_name = der::element(der::constructed(0), name);
  const std::string point = der::element(der::constructed(0), full_name);
  return der::element(der::sequence, der::element(der::sequence, point));
}

enum class Weight : std::uint8_t { passing, critical };

void add(Writer& writer, std::string_view oid, Weight weight, std::string_view value) {
  POSTICHE_CHECK(mbedtls_x509write_crt_set_extension(writer.get(), oid.data(), oid.size(),
                                                     weight == Weight::critical ? 1 : 0,
                                                     octets(value), value.size()) == 0);
}

void add_usage(Writer& writer, const Contents& contents, Key& key) {
  using Use = Contents::Use;
  if (contents.use == Use::authority) {
    // RFC 5280 sec 4.2.1.9: marked critical, which the library of 2.28 leaves out.
    const std::string yes = der::element(der::boolean, "\xFF");
    add(writer, MBEDTLS_OID_BASIC_CONSTRAINTS, Weight::critical, der::element(der::sequence, yes));
    POSTICHE_CHECK(mbedtls_x509write_crt_set_key_usage(
                       writer.get(), MBEDTLS_X509_KU_KEY_CERT_SIGN | MBEDTLS_X509_KU_CRL_SIGN) ==
                   0);
    return;
  }
  const bool is_rsa = mbedtls_pk_can_do(key.get(), MBEDTLS_PK_RSA) != 0;
  const unsigned usage =
      MBEDTLS_X509_KU_DIGITAL_SIGNATURE | (is_rsa ? MBEDTLS_X509_KU_KEY_ENCIPHERMENT : 0U);
  POSTICHE_CHECK(mbedtls_x509write_crt_set_key_usage(writer.get(), usage) == 0);
  const std::string_view purpose =
      contents.use == Use::server ? MBEDTLS_OID_SERVER_AUTH : MBEDTLS_OID_CLIENT_AUTH;
  add(writer, MBEDTLS_OID_EXTENDED_KEY_USAGE, Weight::passing,
      der::element(der::sequence, object_identifier(purpose)));
}

// By hand, as any name must do: the library would read "a, b" as two.
void set_common_name(mbedtls_asn1_named_data** names, std::string_view name) {
  constexpr std::string_view oid = MBEDTLS_OID_AT_CN;
  mbedtls_asn1_named_data* const made =
      mbedtls_asn1_store_named_data(names, oid.data(), oid.size(), octets(name), name.size());
  POSTICHE_CHECK(made != nullptr);
  made->val.tag = MBEDTLS_ASN1_UTF8_STRING;
}

std::string in_pem(std::string_view what, std::string_view der) {
  const std::string head = "-----BEGIN " + std::string(what) + "-----\n";
  const std::string foot = "-----END " + std::string(what) + "-----\n";
  std::string out(head.size() + foot.size() + der.size() * 2 + 16, '\0');
  std::size_t size = 0;
  POSTICHE_CHECK(mbedtls_pem_write_buffer(head.c_str(), foot.c_str(), octets(der), der.size(),
                                          octets(out), out.size(), &size) == 0);
  out.resize(size - 1);  // without the NUL that it counts
  return out;
}

}  // namespace

std::string write_certificate(const Contents& contents, Key& key, Signer& signer, Random& random) {
  Writer writer;
  mbedtls_x509write_crt_set_version(writer.get(), MBEDTLS_X509_CRT_VERSION_3);
  set_serial(*writer.get(), contents.serial);
  POSTICHE_CHECK(
      mbedtls_x509write_crt_set_validity(writer.get(), der::digits_of_time(contents.from).c_str(),
                                         der::digits_of_time(contents.until).c_str()) == 0);
  set_common_name(&writer->MBEDTLS_PRIVATE(subject), contents.name);
  set_common_name(&writer->MBEDTLS_PRIVATE(issuer), signer.name);
  mbedtls_x509write_crt_set_subject_key(writer.get(), key.get());
  mbedtls_x509write_crt_set_issuer_key(writer.get(), signer.key.get());
  mbedtls_x509write_crt_set_md_alg(writer.get(), contents.digest);

  add_usage(writer, contents, key);
  add(writer, MBEDTLS_OID_SUBJECT_KEY_IDENTIFIER, Weight::passing,
      der::element(der::octet_string, key_identifier(key)));
  add(writer, MBEDTLS_OID_AUTHORITY_KEY_IDENTIFIER, Weight::passing,
      authority_key_identifier(signer.key));
  const std::string names = alternative_names(contents);
  if (!names.empty()) add(writer, MBEDTLS_OID_SUBJECT_ALT_NAME, Weight::passing, names);
  if (!contents.crl_url.empty()) {
    add(writer, MBEDTLS_OID_CRL_DISTRIBUTION_POINTS, Weight::passing,
        distribution_points(contents.crl_url));
  }

  std::array<unsigned char, 4096> room{};
  const int size =
      mbedtls_x509write_crt_der(writer.get(), room.data(), room.size(), Random::draw, &random);
  POSTICHE_CHECK(size > 0);
  const auto count = static_cast<std::size_t>(size);
  return in_pem("CERTIFICATE", text(room.data() + room.size() - count, count));
}

std::string write_revocations(const Revocations& revocations, const Chain& issuer, Signer& signer,
                              Random& random) {
  const std::string algorithm =
      der::element(der::sequence, object_identifier(MBEDTLS_OID_ECDSA_SHA256));
  std::string revoked;
  for (const std::string& serial : revocations.serials) {
    revoked += der::element(der::sequence,
                            der::element(der::integer, serial) + der::time(revocations.from));
  }
  // RFC 5280 sec 5.2.1, 5.2.3: whose it is, and the how many-th.
  const auto extension = [](std::string_view oid, std::string_view value) {
    return der::element(der::sequence,
                        object_identifier(oid) + der::element(der::octet_string, value));
  };
  const std::string extensions =
      extension(MBEDTLS_OID_AUTHORITY_KEY_IDENTIFIER, authority_key_identifier(signer.key)) +
      extension(MBEDTLS_OID_CRL_NUMBER, der::element(der::integer, "\1"));
  const std::string list =
      der::element(der::sequence,
                   der::element(der::integer, "\1") + algorithm +
                       std::string(text(issuer->subject_raw.p, issuer->subject_raw.len)) +
                       der::time(revocations.from) + der::time(revocations.until) +
                       der::element(der::sequence, revoked) +
                       der::element(der::constructed(0), der::element(der::sequence, extensions)));
  const std::string signature = std::string(1, '\0') + sign(signer.key, list, random);
  return in_pem(
      "X509 CRL",
      der::element(der::sequence, list + algorithm + der::element(der::bit_string, signature)));
}

}  // namespace postiche::tls

package io.evenkeel.gateway.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate and its key, read from PEM files and known to belong together.
 *
 * @param keyStore both, in the form that the server takes
 * @param expiresAt when the certificate ceases to be valid
 */
record PemIdentity(KeyStore keyStore, Instant expiresAt) {
  /** Protects the entry in memory, where whoever reads it can read the key as well. */
  static final String PASSWORD = "memory";

  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  /**
   * Reads the files.
   *
   * @throws BadIdentityException if that cannot be used; the message names the file and says why
   */
  static PemIdentity read(TlsConfig files) {
    return parse(files, bytes(files.certificateFile()), bytes(files.keyFile()));
  }

  /** The same from what has been read. */
  static PemIdentity parse(TlsConfig files, byte[] certificates, byte[] key) {
    List<X509Certificate> chain = chain(files.certificateFile(), certificates);
    PrivateKey privateKey = privateKey(files.keyFile(), key, chain.getFirst());
    requireMatch(files, chain.getFirst(), privateKey);
    return new PemIdentity(keyStore(chain, privateKey), chain.getFirst().getNotAfter().toInstant());
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadIdentityException(file + " cannot be read: " + e, e);
    }
  }

  private static List<X509Certificate> chain(Path file, byte[] pem) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        chain.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw new BadIdentityException(file + " is no PEM file of certificates", e);
    }
    if (chain.isEmpty()) {
      throw new BadIdentityException(file + " has no certificate", null);
    }
    return chain;
  }

  private static PrivateKey privateKey(Path file, byte[] pem, X509Certificate certificate) {
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    int begin = text.indexOf(KEY_BEGIN);
    int end = text.indexOf(KEY_END);
    if (begin < 0 || end < begin) {
      throw new BadIdentityException(
          file
              + " has no PKCS#8 key ("
              + KEY_BEGIN
              + "); openssl pkcs8 -topk8 -nocrypt makes one of other keys",
          null);
    }
    String algorithm = certificate.getPublicKey().getAlgorithm();
    try {
      byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause stays out of it: it may quote the key.
      throw new BadIdentityException(
          file + " has no key of the certificate's kind, which is " + algorithm, null);
    }
  }

  private static void requireMatch(TlsConfig files, X509Certificate certificate, PrivateKey key) {
    if (!signsFor(certificate, key)) {
      throw new BadIdentityException(
          "the key in " + files.keyFile() + " is not that of " + files.certificateFile(), null);
    }
  }

  private static boolean signsFor(X509Certificate certificate, PrivateKey key) {
    byte[] probe = {1, 2, 3};
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certificate.getPublicKey().getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static KeyStore keyStore(List<X509Certificate> chain, PrivateKey key) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "gateway", key, PASSWORD.toCharArray(), chain.toArray(new X509Certificate[0]));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("A key store in memory cannot be made", e);
    }
  }
}

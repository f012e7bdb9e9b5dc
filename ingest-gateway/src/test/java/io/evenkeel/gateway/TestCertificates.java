package io.evenkeel.gateway;

import io.evenkeel.gateway.connection.TlsConfig;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An authority, and the server's certificate and key of it in files. */
final class TestCertificates {
  private final Path directory;
  private final X509Bundle authority;

  TestCertificates(Path directory) {
    this.directory = directory;
    try {
      authority =
          new CertificateBuilder()
              .subject("CN=authority")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      Files.writeString(otherKeyFile(), authority.getPrivateKeyPEM());
    } catch (Exception e) {
      throw new AssertionError("No authority", e);
    }
  }

  TlsConfig files() {
    return new TlsConfig(directory.resolve("tls.crt"), directory.resolve("tls.key"));
  }

  Path otherKeyFile() {
    return directory.resolve("other.key");
  }

  /** Writes a new certificate and its key. */
  void write() {
    try {
      X509Bundle server =
          new CertificateBuilder()
              .subject("CN=localhost")
              .addSanIpAddress("127.0.0.1")
              .buildIssuedBy(authority);
      Files.writeString(files().certificateFile(), server.getCertificatePathPEM());
      Files.writeString(files().keyFile(), server.getPrivateKeyPEM());
    } catch (Exception e) {
      throw new AssertionError("No certificate", e);
    }
  }

  /** Trusts the authority. */
  SSLContext trust() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, authority.toTrustManagerFactory().getTrustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("No trust", e);
    }
  }

  SSLSocket connect(URI uri) throws IOException {
    SSLSocket socket =
        (SSLSocket) trust().getSocketFactory().createSocket(uri.getHost(), uri.getPort());
    socket.startHandshake();
    return socket;
  }

  /** The certificate that a new connection gets. */
  byte[] served(URI uri) {
    try (SSLSocket socket = connect(uri)) {
      return socket.getSession().getPeerCertificates()[0].getEncoded();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("No handshake", e);
    }
  }
}

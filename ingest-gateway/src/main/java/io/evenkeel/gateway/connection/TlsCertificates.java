package io.evenkeel.gateway.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.ssl.CertificateProvider;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;

/**
 * Gives the server its certificate, and a new one when the files change. Open connections keep the
 * one that they began with. Files that cannot be used change nothing. Safe for use by many threads.
 */
public final class TlsCertificates implements CertificateProvider, AutoCloseable {
  /** The name under which the server finds this. */
  public static final String NAME = "gateway";

  /** The password of the key in the key store. */
  public static final String KEY_PASSWORD = PemIdentity.PASSWORD;

  private static final Logger LOG = LoggerFactory.getLogger(TlsCertificates.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final TlsConfig files;
  private final Sinks.Many<KeyStore> keyStores = Sinks.many().replay().latest();
  private final Counter failures;
  private final ScheduledExecutorService watcher;
  private volatile Instant expiresAt;
  private byte[] lastCertificates;
  private byte[] lastKey;

  /**
   * Reads the files and begins to watch them.
   *
   * @throws BadIdentityException if they cannot be used
   */
  public TlsCertificates(TlsConfig files, MeterRegistry registry) {
    this.files = files;
    this.lastCertificates = PemIdentity.bytes(files.certificateFile());
    this.lastKey = PemIdentity.bytes(files.keyFile());
    PemIdentity identity = PemIdentity.parse(files, lastCertificates, lastKey);
    this.expiresAt = identity.expiresAt();
    keyStores.tryEmitNext(identity.keyStore()).orThrow();
    this.failures =
        Counter.builder("evenkeel.gateway.tls.reload.failures")
            .description("Changed certificate files that could not be used")
            .register(registry);
    Gauge.builder("evenkeel.gateway.tls.certificate.expiry", this, TlsCertificates::secondsLeft)
        .description("Until the certificate in use is no longer valid")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
    this.watcher =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("evenkeel-gateway-tls").factory());
    watcher.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Publisher<KeyStore> getKeyStore() {
    return keyStores.asFlux();
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }

  // An exception would end the watch.
  private void look() {
    try {
      reloadIfChanged();
    } catch (BadIdentityException e) {
      failures.increment();
      LOG.atError()
          .addKeyValue("reason", e.getMessage())
          .log("The new certificate cannot be used; the old one stays");
    } catch (RuntimeException e) {
      failures.increment();
      LOG.atError().setCause(e).log("The certificate could not be looked at");
    }
  }

  private void reloadIfChanged() {
    byte[] certificates = PemIdentity.bytes(files.certificateFile());
    byte[] key = PemIdentity.bytes(files.keyFile());
    if (Arrays.equals(certificates, lastCertificates) && Arrays.equals(key, lastKey)) {
      return;
    }
    // Remembered even if it is no good, so that it is complained of once.
    lastCertificates = certificates;
    lastKey = key;
    PemIdentity identity = PemIdentity.parse(files, certificates, key);
    expiresAt = identity.expiresAt();
    keyStores.tryEmitNext(identity.keyStore()).orThrow();
    LOG.atInfo().addKeyValue("expires", expiresAt).log("A new certificate is in use");
  }

  private double secondsLeft() {
    return Duration.between(Instant.now(), expiresAt).toSeconds();
  }
}

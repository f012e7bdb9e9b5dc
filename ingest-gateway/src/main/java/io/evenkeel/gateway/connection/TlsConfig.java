package io.evenkeel.gateway.connection;

import java.nio.file.Path;

/**
 * Where the server's certificate is. Keys under {@code gateway.tls}; with neither, the telemetry
 * port is not encrypted. Both files are PEM, and are read again when they change.
 *
 * @param certificateFile the certificate, followed by those of the authorities between it and the
 *     root
 * @param keyFile its private key as PKCS#8, not encrypted
 */
public record TlsConfig(Path certificateFile, Path keyFile) {}

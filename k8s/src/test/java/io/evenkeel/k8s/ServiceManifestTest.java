package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.sink.SinkConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests tell the services is what the services understand. */
class ServiceManifestTest {
  static Stream<Manifests> manifests() {
    return Manifests.all();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyServiceIsThere(Manifests manifests) {
    assertThat(manifests.services().stream().map(Workload::name))
        .containsExactlyInAnyOrder(
            "evenkeel-gateway", "evenkeel-processor", "evenkeel-sink", "evenkeel-sink-backfill");
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyRenderedFieldIsKnown(Manifests manifests) {
    assertThat(manifests.resources())
        .allSatisfy(resource -> assertThat(UnknownFields.of(resource)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyVariableIsAskedForByTheCode(Manifests manifests) {
    for (Workload service : manifests.services()) {
      assertThat(service.environment(manifests.endpoints()).keySet())
          .as(service.name())
          .allMatch(Settings.ofModule(service.module())::knows);
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyValueIsUnderstoodByTheCode(Manifests manifests) {
    for (Workload service : manifests.services()) {
      assertThatCode(() ->
              Settings.ofModule(service.module()).read(service.environment(manifests.endpoints())))
          .as(service.name())
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void variablesOfTheCommandAreItsOwn(Manifests manifests) {
    String source = Repository.text("cli/src/main/java/io/evenkeel/cli/Deployment.java");
    manifests.workloads().stream()
        .filter(workload -> workload.module().equals("cli"))
        .flatMap(workload -> workload.environment(manifests.endpoints()).keySet().stream())
        .forEach(name -> assertThat(source).contains('"' + name + '"'));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void portsAreThoseOfTheCode(Manifests manifests) {
    for (Workload service : manifests.services()) {
      assertThat(
              service.container().getPorts().stream()
                  .collect(
                      Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort)))
          .as(service.name())
          .isEqualTo(Ports.of(service.module()));
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void probesAskTheAdminPort(Manifests manifests) {
    for (Workload service : manifests.services()) {
      Container container = service.container();
      assertThat(path(container.getLivenessProbe())).isEqualTo("/health/liveness");
      assertThat(path(container.getReadinessProbe())).isEqualTo("/health/readiness");
      assertThat(path(container.getStartupProbe())).startsWith("/health/");
      assertThat(
              Repository.text("service-runtime/src/main/java/io/evenkeel/runtime/AdminServer.java"))
          .contains("\"/health\"", "\"/health/liveness\"", "\"/prometheus\"");
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void processesHaveTimeToStop(Manifests manifests) {
    Map<String, Duration> needed =
        Map.of(
            "ingest-gateway", gatewayStops(),
            "stream-processor", Duration.ofSeconds(30),
            "sink", SinkConfig.of("kafka", "jdbc", "user", "secret").shutdownGrace());
    for (Workload service : manifests.services()) {
      long preStop =
          Optional.ofNullable(service.container().getLifecycle())
              .map(lifecycle -> lifecycle.getPreStop().getSleep().getSeconds())
              .orElse(0L);
      assertThat(service.pod().getTerminationGracePeriodSeconds() - preStop)
          .as(service.name())
          .isGreaterThan(needed.getOrDefault(service.module(), Duration.ofDays(1)).toSeconds());
    }
    assertThat(
            Repository.text(
                "stream-processor/src/main/java/io/evenkeel/processor/StreamProcessor.java"))
        .contains("CLOSE_TIMEOUT = Duration.ofSeconds(30)");
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void processesAreConfined(Manifests manifests) {
    for (Workload workload : manifests.workloads()) {
      var security = workload.container().getSecurityContext();
      assertThat(workload.pod().getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(workload.pod().getSecurityContext().getRunAsUser()).isEqualTo(10001);
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(workload.pod().getAutomountServiceAccountToken()).isFalse();
      assertThat(workload.container().getVolumeMounts())
          .anyMatch(mount -> mount.getMountPath().equals("/tmp"));
    }
  }

  // A service named evenkeel-gateway becomes EVENKEEL_GATEWAY_PORT=tcp://… in every pod that has
  // the links.
  @ParameterizedTest
  @MethodSource("manifests")
  void noVariablesComeFromServices(Manifests manifests) {
    assertThat(manifests.workloads())
        .allSatisfy(workload -> assertThat(workload.pod().getEnableServiceLinks()).isFalse());
    assertThatCode(() ->
            GatewayConfig.fromEnvironment(Map.of("EVENKEEL_GATEWAY_PORT", "tcp://10.0.0.1:8080")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void memoryIsBounded(Manifests manifests) {
    for (Workload workload : manifests.workloads()) {
      var resources = workload.container().getResources();
      assertThat(resources.getRequests()).containsKeys("cpu", "memory");
      assertThat(resources.getLimits())
          .containsEntry("memory", resources.getRequests().get("memory"));
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void passwordsComeFromSecrets(Manifests manifests) {
    for (Workload workload : manifests.workloads()) {
      assertThat(workload.container().getEnv())
          .filteredOn(variable -> variable.getName().matches(".*(PASSWORD|API_KEY|USER)"))
          .allSatisfy(
              variable -> assertThat(variable.getValueFrom().getSecretKeyRef()).isNotNull());
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void imagesAreThoseOfTheBuild(Manifests manifests) {
    assertThat(manifests.workloads())
        .allSatisfy(workload ->
            assertThat(workload.container().getImage())
                .endsWith("evenkeel/" + workload.module() + ":" + Poms.version()));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void lanesAreApart(Manifests manifests) {
    Map<String, String> lanes =
        manifests.services().stream()
            .filter(service -> service.module().equals("sink"))
            .collect(
                Collectors.toMap(
                    Workload::name,
                    service ->
                        service
                            .environment(manifests.endpoints())
                            .getOrDefault("EVENKEEL_SINK_LANES", "")));
    assertThat(lanes)
        .containsOnly(
            Map.entry("evenkeel-sink", "live"), Map.entry("evenkeel-sink-backfill", "backfill"));
  }

  @Test
  void unknownVariableIsFound() {
    assertThat(Settings.SINK.knows("EVENKEEL_SINK_LIVE_WRITER")).isFalse();
    assertThat(Settings.GATEWAY.names()).contains("EVENKEEL_GATEWAY_LIMITS_REPLICAS_DNS");
    assertThat(Settings.PROCESSOR.names())
        .contains("EVENKEEL_PROCESSOR_ADMIN_PORT", "EVENKEEL_PROCESSOR_INSTANCE_ID");
  }

  private static Duration gatewayStops() {
    GatewayConfig config = GatewayConfig.fromEnvironment(Map.of());
    return config.stopTimeout().plus(config.publish().deliveryTimeout());
  }

  private static String path(Probe probe) {
    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("admin");
    return probe.getHttpGet().getPath();
  }
}

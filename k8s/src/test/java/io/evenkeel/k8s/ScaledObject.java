package io.evenkeel.k8s;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KEDA's resource as far as we use it, by the names of its published type. */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  record Spec(
      Target scaleTargetRef,
      int pollingInterval,
      int minReplicaCount,
      int maxReplicaCount,
      Fallback fallback,
      Advanced advanced,
      List<Trigger> triggers) {}

  record Target(String apiVersion, String kind, String name) {}

  record Fallback(int failureThreshold, int replicas, String behavior) {}

  record Advanced(boolean restoreToOriginalReplicaCount, Hpa horizontalPodAutoscalerConfig) {}

  record Hpa(String name, HorizontalPodAutoscalerBehavior behavior) {}

  /** Metadata of the Prometheus trigger is text, whatever it means. */
  record Trigger(
      String type, String name, @Nullable String metricType, Map<String, String> metadata) {}
}

package io.evenkeel.k8s;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;

/** CloudNativePG's resource as far as we use it, by the names of its published type. */
record DatabaseCluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  record Spec(
      int instances,
      String imageName,
      Bootstrap bootstrap,
      Postgresql postgresql,
      Storage storage,
      Storage walStorage,
      ResourceRequirements resources,
      Affinity affinity,
      Monitoring monitoring) {}

  record Bootstrap(InitDb initdb) {}

  record InitDb(String database, String owner, boolean dataChecksums) {}

  record Postgresql(Synchronous synchronous, Map<String, String> parameters) {}

  record Synchronous(String method, int number, String dataDurability) {}

  record Storage(String size) {}

  record Affinity(boolean enablePodAntiAffinity, String podAntiAffinityType, String topologyKey) {}

  record Monitoring(boolean enablePodMonitor) {}
}
